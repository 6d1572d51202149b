/// Completions for bash, made from the table of commands.
extension CommandLineParser {
    package var bashCompletion: String {
        """
        # Completions of \(program) for bash. For this shell: source <(\(program) completions bash)
        # For all: \(program) completions bash > ~/.local/share/bash-completion/completions/\(program)

        # Whether an option of a command is followed by its value.
        _\(program)_takes_value() {
            case $1 in
                \(valueOptions.joined(separator: " | "))) return 0 ;;
            esac
            return 1
        }

        # Offers words that begin like what is being typed.
        _\(program)_offer() {
            local word
            for word in "${@:2}"; do [[ $word == "$1"* ]] && COMPREPLY+=("$word"); done
        }

        # Offers what the program itself lists; only the part before the tab is a word.
        _\(program)_list() {
            local word rest
            while IFS=$'\\t' read -r word rest; do
                [[ $word == "$1"* ]] && COMPREPLY+=("$word")
            done < <("${COMP_WORDS[0]}" "${@:2}" 2>/dev/null)
        }

        _\(program)() {
            local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command= place=0 i=1
            COMPREPLY=()
            # What is written --option=value comes as three words.
            [[ $previous == = ]] && previous=${COMP_WORDS[COMP_CWORD - 2]}
            [[ $current == = ]] && current=
            if ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[1]} != -* ]]; then
                command=${COMP_WORDS[1]}
                i=2
            fi
            for (( ; i < COMP_CWORD; i++)); do
                case ${COMP_WORDS[i]} in
                    = | -*) ;;
                    *) _\(program)_takes_value "$command ${COMP_WORDS[i - 1]}" || ((++place)) ;;
                esac
            done
            case "$command $previous" in
        \(shellCases(of: bashValues, indent: 8))
            esac
            _\(program)_takes_value "$command $previous" && return
            if [[ $current == -* ]]; then
                case $command in
        \(shellCases(of: bashOptions, indent: 12))
                esac
                return
            fi
            case "$command $place" in
        \(shellCases(of: bashPlaces, indent: 8))
            esac
        }

        complete -F _\(program) \(program)
        """
    }

    private typealias Case = (pattern: String, action: String)

    private func shellCases(of cases: [Case], indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        return cases.map { "\(margin)\($0.pattern)) \($0.action) ;;" }.joined(separator: "\n")
    }

    private var valueOptions: [String] {
        completable.flatMap { command in
            command.options.filter { $0.valueName != nil }.flatMap(\.spellings).map { "\"\(command.name) \($0)\"" }
        }
    }

    private var bashValues: [Case] {
        completable.flatMap { command in
            command.options.compactMap { option -> Case? in
                guard option.valueName != nil, let offer = bashOffer(option.kind) else { return nil }
                let pattern = option.spellings.map { "\"\(command.name) \($0)\"" }.joined(separator: " | ")
                return (pattern, "\(offer); return")
            }
        }
    }

    private var bashOptions: [Case] {
        completable.map { command in
            let words = command.options.map { "--\($0.name)" } + ["--help"]
            return ("\"\(command.name)\"", "_\(program)_offer \"$current\" \(words.joined(separator: " "))")
        }
    }

    private var bashPlaces: [Case] {
        let names = completable.map(\.name).filter { !$0.isEmpty } + ["help"]
        let commands: Case = ("\" 0\"", "_\(program)_offer \"$current\" \(names.joined(separator: " "))")
        let help: Case = ("\"help 0\"", "_\(program)_offer \"$current\" \(names.joined(separator: " ")) --man")
        return [commands, help] + completable.flatMap(bashPlaces)
    }

    private func bashPlaces(of command: CommandSpec) -> [Case] {
        command.positionals.enumerated().compactMap { place, positional in
            switch positional.arity {
            case .required, .optional: bashOffer(positional.kind).map { ("\"\(command.name) \(place)\"", $0) }
            case .several, .any: bashOffer(positional.kind).map { ("\"\(command.name) \"*", $0) }
            case .rest:
                ("\"\(command.name) \"*", "compopt -o default; COMPREPLY=($(compgen -c -- \"$current\"))")
            }
        }
    }

    private func bashOffer(_ kind: ValueKind) -> String? {
        switch kind {
        case .choice(let words): "_\(program)_offer \"$current\" \(words.joined(separator: " "))"
        case .file: "compopt -o default"
        case .listed(let words): "_\(program)_list \"$current\" \(words)"
        case .text, .number, .integer, .duration, .checked: nil
        }
    }
}

extension CommandLineParser {
    /// The commands that completions offer, the nameless one among them.
    var completable: [CommandSpec] { commands.filter { !$0.isHidden } }
}

extension OptionSpec {
    /// As it is typed: `--long`, and `-s` where there is a short name.
    var spellings: [String] { ["--\(name)"] + (short.map { ["-\($0)"] } ?? []) }
}
