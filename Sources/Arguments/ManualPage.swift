/// The manual page, in the macros of man(7), made from the table of commands.
extension CommandLineParser {
    /// A section of the manual besides the commands: a title, paragraphs, terms and what they mean.
    ///
    /// One without a title goes on with the section before it.
    package struct ManualSection: Sendable {
        let title: String
        let paragraphs: [String]
        let terms: [(term: String, meaning: String)]

        package init(_ title: String, paragraphs: [String] = [], terms: [(term: String, meaning: String)] = []) {
            self.title = title
            self.paragraphs = paragraphs
            self.terms = terms
        }
    }

    /// The whole manual, for `man -l`.
    package func manual() -> String {
        let visible = completable
        let synopsis = visible.map { Roff.text(usage(of: $0)) }.joined(separator: "\n.br\n")
        let commands = visible.map(manualEntry).joined(separator: "\n")
        let examples = visible.flatMap(\.examples).map { ".PP\n.nf\n.RS\n\(Roff.text($0))\n.RE\n.fi" }
        return """
            .\\" Made by `\(program) help --man`.
            .TH \(program.uppercased()) 1 "" "\(program)" "User Commands"
            .SH NAME
            \(program) \\- \(Roff.text(tagline))
            .SH SYNOPSIS
            .nh
            .ad l
            \(synopsis)
            .ad b
            .hy
            .SH DESCRIPTION
            \(Roff.text(summary))
            .SH COMMANDS
            \(commands)
            \(manualSections.map(Self.manualSection).joined(separator: "\n"))
            .SH EXAMPLES
            \(examples.joined(separator: "\n"))

            """
    }

    /// The summary as the line of NAME has it: without the version, and without an end.
    private var tagline: String {
        let text = summary.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? summary
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    private func manualEntry(of command: CommandSpec) -> String {
        let title = command.name.isEmpty ? "\(program) (without a command)" : command.name
        let paragraphs = [command.summary] + command.discussion.split(separator: "\n").map(String.init)
        let positionals = command.positionals.map { Roff.term(".I \(Roff.text($0.name))", Self.explanation($0)) }
        let options = command.options.map { Roff.term(".B \(Roff.text(Self.label($0)))", Self.explanation($0)) }
        let text = [".SS \(Roff.text(title))", paragraphs.map(Roff.text).joined(separator: "\n.PP\n")]
        return (text + positionals + options).joined(separator: "\n")
    }

    private static func manualSection(_ section: ManualSection) -> String {
        let paragraphs = section.paragraphs.map { ".PP\n\(Roff.text($0))" }
        let terms = section.terms.map { Roff.term(".B \(Roff.text($0.term))", $0.meaning) }
        let heading = section.title.isEmpty ? [] : [".SH \(section.title)"]
        return (heading + paragraphs + terms).joined(separator: "\n")
    }
}

/// Text as the typesetter wants it.
private enum Roff {
    /// One line of text, or several that stay apart; a dash is a dash to copy, and no line is mistaken for a request.
    static func text(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let line = line.replacing("\\", with: "\\e").replacing("-", with: "\\-")
                .replacing("^", with: "\\(ha").replacing("~", with: "\\(ti").replacing("`", with: "\\(ga")
                .replacing("'", with: "\\(aq").replacing("\"", with: "\\(dq")
            return line.hasPrefix(".") ? "\\&\(line)" : line
        }.joined(separator: "\n")
    }

    static func term(_ heading: String, _ meaning: String) -> String { ".TP\n\(heading)\n\(text(meaning))" }
}
