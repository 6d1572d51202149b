/// Completions for zsh, made from the table of commands.
extension CommandLineParser {
    package var zshCompletion: String {
        let named = completable.filter { !$0.name.isEmpty }
        let descriptions = named.map { "        \(Self.quoted("\($0.name):\($0.summary)"))" }.joined(separator: "\n")
        let bare = completable.first { $0.name.isEmpty }.map { zshArguments(of: $0) } ?? []
        return """
            #compdef \(program)
            # Completions of \(program) for zsh: put this in a directory of $fpath, as _\(program), or source it after compinit.

            # Offers what the program itself lists, a word and its description a line.
            _\(program)_list() {
                local line
                local -a entries
                for line in "${(@f)$(_call_program \(program) \(program) "$@" 2>/dev/null)}"; do
                    [[ -n $line ]] && entries+=("${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}")
                done
                _describe -t values value entries
            }

            _\(program)_commands() {
                local -a commands
                commands=(
            \(descriptions)
                    'help:Explain a command.'
                )
                _describe -t commands command commands
            }

            _\(program)() {
                local context state state_descr line
                local -A opt_args
                _arguments -C \\
                    '(-)--version[Print the version.]' '(-)--help[Explain all.]' \\
                    \((bare + ["'1:command:->command'", "'*:: :->arguments'"]).joined(separator: " \\\n        "))
                case $state in
                command) _\(program)_commands ;;
                arguments)
                    case $words[1] in
            \(named.map(zshCase).joined(separator: "\n"))
                    help) _arguments '--man[Print the manual.]' '1:command:_\(program)_commands' ;;
                    esac
                    ;;
                esac
            }

            if [[ $funcstack[1] == _\(program) ]]; then
                _\(program) "$@"
            else
                compdef _\(program) \(program)
            fi
            """
    }

    private func zshCase(of command: CommandSpec) -> String {
        let arguments = zshArguments(of: command) + ["'(-)--help[Explain \(command.name).]'"] + zshPlaces(of: command)
        return "        \(command.name)) _arguments -s \\\n            "
            + arguments.joined(separator: " \\\n            ") + " ;;"
    }

    private func zshArguments(of command: CommandSpec) -> [String] {
        command.options.map { option in
            let value = option.valueName.map { ":\($0):\(zshOffer(option.kind))" } ?? ""
            let help = "[\(Self.escaped(option.help))]\(value)"
            let repeated = option.isRepeatable ? "*" : ""
            let excluded = option.isRepeatable ? "" : "(\(option.spellings.joined(separator: " ")))"
            let sign = option.valueName == nil ? "" : "="
            guard let short = option.short else {
                return Self.quoted("\(excluded)\(repeated)--\(option.name)\(sign)\(help)")
            }
            let star = option.isRepeatable ? "\\*" : ""
            let names = "{\(star)-\(short)\(sign.isEmpty ? "" : "+"),\(star)--\(option.name)\(sign)}"
            return (excluded.isEmpty ? "" : Self.quoted(excluded)) + names + Self.quoted(help)
        }
    }

    private func zshPlaces(of command: CommandSpec) -> [String] {
        command.positionals.enumerated().map { place, positional in
            switch positional.arity {
            case .required: Self.quoted("\(place + 1):\(positional.name):\(zshOffer(positional.kind))")
            case .optional: Self.quoted("\(place + 1)::\(positional.name):\(zshOffer(positional.kind))")
            case .several, .any: Self.quoted("*:\(positional.name):\(zshOffer(positional.kind))")
            case .rest: Self.quoted("*::\(positional.name):_normal")
            }
        }
    }

    private func zshOffer(_ kind: ValueKind) -> String {
        switch kind {
        case .choice(let words): "(\(words.joined(separator: " ")))"
        case .file: "_files"
        case .listed(let words): " _\(program)_list \(words)"
        case .text, .number, .integer, .duration, .checked: " "
        }
    }

    /// What stands in brackets, or between colons.
    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("[", with: "\\[").replacing("]", with: "\\]")
            .replacing(":", with: "\\:")
    }

    private static func quoted(_ text: String) -> String {
        "'\(text.replacing("'", with: "'\\''"))'"
    }
}
