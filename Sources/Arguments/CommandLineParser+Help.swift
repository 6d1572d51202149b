/// The help, made from the same table that is parsed by; 80 columns wide.
extension CommandLineParser {
    private static let width = 80

    /// What the program is, and its commands.
    package func help() -> String {
        let named = completable.filter { !$0.name.isEmpty }
        let list = Self.columns(named.map { ($0.name, $0.summary) })
        var text = Self.wrapped(summary, indent: 0) + "\nUsage:\n"
        for command in completable { text += "  \(usage(of: command))\n" }
        text += "\nCommands:\n\(list)\n"
        text += "`\(program) help COMMAND` tells more; `\(program) help --man` is the manual page.\n"
        if !epilogue.isEmpty { text += "\n" + Self.wrapped(epilogue, indent: 0) }
        return text
    }

    /// One command in full.
    package func help(for command: CommandSpec) -> String {
        var text = Self.wrapped(command.summary, indent: 0) + "\nUsage: \(usage(of: command))\n"
        if !command.discussion.isEmpty { text += "\n" + Self.wrapped(command.discussion, indent: 0) }
        if !command.positionals.isEmpty {
            text += "\nArguments:\n" + Self.columns(command.positionals.map { ($0.name, Self.explanation($0)) })
        }
        let options = command.options.map { (Self.label($0), Self.explanation($0)) } + [("-h, --help", "Show this.")]
        text += "\nOptions:\n" + Self.columns(options)
        if !command.examples.isEmpty {
            text += "\nExamples:\n" + command.examples.map { "  \($0)\n" }.joined()
        }
        return text
    }

    func usage(of command: CommandSpec) -> String {
        var words = command.name.isEmpty ? [program] : [program, command.name]
        if !command.options.isEmpty { words.append("[OPTIONS]") }
        for positional in command.positionals {
            switch positional.arity {
            case .required: words.append(positional.name)
            case .optional: words.append("[\(positional.name)]")
            case .several: words.append("\(positional.name)...")
            case .any: words.append("[\(positional.name)...]")
            case .rest: words.append("-- \(positional.name)...")
            }
        }
        return words.joined(separator: " ")
    }

    static func label(_ option: OptionSpec) -> String {
        let short = option.short.map { "-\($0), " } ?? ""
        return "\(short)--\(option.name)" + (option.valueName.map { " \($0)" } ?? "")
    }

    static func explanation(_ option: OptionSpec) -> String {
        let text = option.isRepeatable ? "\(option.help) May be repeated." : option.help
        return text + origins(standard: option.standard, environment: option.environment)
    }

    static func explanation(_ positional: Positional) -> String {
        positional.help + origins(standard: positional.standard, environment: positional.environment)
    }

    private static func origins(standard: String?, environment: String?) -> String {
        let origins = [standard.map { "default \($0)" }, environment.map { "or $\($0)" }].compactMap(\.self)
        return origins.isEmpty ? "" : " (\(origins.joined(separator: ", ")))"
    }

    /// Names at the left, explanations at the right, wrapped.
    private static func columns(_ rows: [(String, String)]) -> String {
        let left = min(26, (rows.map(\.0.count).max() ?? 0) + 2)
        return rows.map { name, explanation in
            let body = wrapped(explanation, indent: left + 2).drop { $0 == " " }
            let isTooLong = name.count + 2 > left
            let gap = String(repeating: " ", count: isTooLong ? left + 2 : left - name.count)
            let first = "  \(name)" + (isTooLong ? "\n" : "") + gap
            return first + body
        }.joined()
    }

    /// Breaks paragraphs, which are lines of the text, between words.
    private static func wrapped(_ text: String, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { paragraph in
            var lines: [String] = [""]
            for word in paragraph.split(separator: " ") {
                let last = lines[lines.count - 1]
                if last.isEmpty {
                    lines[lines.count - 1] = String(word)
                } else if indent + last.count + 1 + word.count <= width {
                    lines[lines.count - 1] = "\(last) \(word)"
                } else {
                    lines.append(String(word))
                }
            }
            return lines.map { $0.isEmpty ? "\n" : "\(margin)\($0)\n" }.joined()
        }.joined()
    }
}
