/// Completions for fish, made from the table of commands.
extension CommandLineParser {
    package var fishCompletion: String {
        let named = completable.filter { !$0.name.isEmpty }
        let names = Self.quoted(named.map(\.name).joined(separator: " "))
        let start = "complete -c \(program) -n __fish_use_subcommand"
        let commands = named.map { "\(start) -a \($0.name) -d \(Self.quoted($0.summary))" }
        return """
            # Completions of \(program) for fish.
            # For all shells: \(program) completions fish > ~/.config/fish/completions/\(program).fish

            complete -c \(program) -f
            \(commands.joined(separator: "\n"))
            \(start) -a help -d 'Explain a command.'
            \(start) -l version -d 'Print the version.'
            complete -c \(program) -l help -s h -d 'Explain what can be given here.'
            complete -c \(program) -n '__fish_seen_subcommand_from help' -l man -d 'Print the manual.'
            complete -c \(program) -n '__fish_seen_subcommand_from help' -a \(names)
            \(completable.flatMap(fishLines).joined(separator: "\n"))
            """
    }

    private func fishLines(of command: CommandSpec) -> [String] {
        let condition =
            command.name.isEmpty ? "__fish_use_subcommand" : "'__fish_seen_subcommand_from \(command.name)'"
        let start = "complete -c \(program) -n \(condition)"
        let options = command.options.map { option in
            let short = option.short.map { " -s \($0)" } ?? ""
            let value = option.valueName == nil ? "" : fishValue(option.kind)
            return "\(start) -l \(option.name)\(short)\(value) -d \(Self.quoted(option.help))"
        }
        let places = command.positionals.compactMap { positional -> String? in
            if positional.arity == .rest {
                return "\(start) -a '(__fish_complete_subcommand --fcs-skip=2)'"
            }
            return fishOffer(positional.kind).map { "\(start) \($0)" }
        }
        return options + places
    }

    /// That an option has a value, and what is offered for it.
    private func fishValue(_ kind: ValueKind) -> String {
        if case .file = kind { return " -r -F" }
        return " -x" + (fishOffer(kind).map { " \($0)" } ?? "")
    }

    private func fishOffer(_ kind: ValueKind) -> String? {
        switch kind {
        case .choice(let words): "-a \(Self.quoted(words.joined(separator: " ")))"
        case .file: "-F"
        case .listed(let words): "-k -a '(\(program) \(words) 2>/dev/null)'"
        case .text, .number, .integer, .duration, .checked: nil
        }
    }

    private static func quoted(_ text: String) -> String {
        "'\(text.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
    }
}
