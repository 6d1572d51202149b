/// Reads command lines by a table of commands.
package struct CommandLineParser: Sendable {
    package enum Outcome: Sendable, Equatable {
        case run(Invocation)
        /// Print this and succeed.
        case help(String)
        case version
    }

    package let program: String
    package let summary: String
    package let commands: [CommandSpec]
    /// Paragraphs at the end of the program's help, for example about exit codes.
    package let epilogue: String

    /// Makes the parser of a program; of its commands one may have an empty name, and is what runs without a command.
    package init(program: String, summary: String, commands: [CommandSpec], epilogue: String = "") {
        self.program = program
        self.summary = summary
        self.commands = commands
        self.epilogue = epilogue
    }

    /// Understands the arguments, which come without the program's name; `environment` gives a variable's value.
    package func parse(
        _ arguments: [String],
        environment: (String) -> String? = { _ in nil },
    ) throws(UsageError) -> Outcome {
        var rest = arguments[...]
        switch rest.first {
        case "--version": return .version
        case "help":
            guard let topic = rest.dropFirst().first else { return .help(help()) }
            return .help(help(for: try command(named: topic)))
        case let word? where !word.hasPrefix("-"):
            rest.removeFirst()
            return try parse(rest, as: try command(named: word), environment: environment)
        default:
            if rest.first == "--help" || rest.first == "-h" { return .help(help()) }
            return try parse(rest, as: try command(named: ""), environment: environment)
        }
    }

    private func command(named name: String) throws(UsageError) -> CommandSpec {
        if let command = commands.first(where: { $0.name == name }) { return command }
        if name.isEmpty { throw UsageError("Say what to do.", hint: "\(program) --help lists the commands.") }
        throw UsageError(
            "There is no command \"\(name)\".",
            hint: Spelling.suggestion(for: name, among: commands.map(\.name))
                ?? "\(program) --help lists the commands.",
        )
    }

    private func parse(
        _ arguments: ArraySlice<String>,
        as command: CommandSpec,
        environment: (String) -> String?,
    ) throws(UsageError) -> Outcome {
        var reader = ArgumentReader(command: command, rest: arguments)
        if try reader.readAll() { return .help(help(for: command)) }
        return .run(try reader.finish(environment: environment))
    }
}

/// Goes through one command's arguments from left to right.
private struct ArgumentReader {
    let command: CommandSpec
    var rest: ArraySlice<String>
    private var places: [String] = []
    private var invocation: Invocation

    init(command: CommandSpec, rest: ArraySlice<String>) {
        self.command = command
        self.rest = rest
        invocation = Invocation(command: command.name)
    }

    /// True when help was asked for.
    mutating func readAll() throws(UsageError) -> Bool {
        while let argument = rest.popFirst() {
            if argument == "--help" || argument == "-h" { return true }
            if argument == "--" {
                places += rest
                rest = []
            } else if argument.hasPrefix("--") {
                try readLong(argument.dropFirst(2))
            } else if argument.hasPrefix("-"), argument.count > 1, Double(argument) == nil {
                try readShort(argument)
            } else {
                places.append(argument)
                // What follows the first word of another program's command line belongs to that program.
                if command.positionals.first?.arity == .rest {
                    places += rest
                    rest = []
                }
            }
        }
        return false
    }

    private mutating func readLong(_ argument: Substring) throws(UsageError) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard let option = command.options.first(where: { $0.name == name }) else {
            throw unknown("--\(name)")
        }
        try read(option, inlineValue: parts.count > 1 ? String(parts[1]) : nil)
    }

    private mutating func readShort(_ argument: String) throws(UsageError) {
        guard argument.count == 2, let option = command.options.first(where: { $0.short == argument.last }) else {
            throw unknown(argument)
        }
        try read(option, inlineValue: nil)
    }

    private func unknown(_ name: String) -> UsageError {
        let known = command.options.map { "--\($0.name)" }
        return UsageError("There is no option \(name).", hint: Spelling.suggestion(for: name, among: known))
    }

    private mutating func read(_ option: OptionSpec, inlineValue: String?) throws(UsageError) {
        if option.valueName == nil {
            guard inlineValue == nil else { throw UsageError("--\(option.name) takes no value.") }
            return invocation.values[option.name] = []
        }
        guard let value = inlineValue ?? rest.popFirst() else {
            throw UsageError("--\(option.name) needs a value.")
        }
        guard option.isRepeatable || invocation.values[option.name] == nil else {
            throw UsageError("--\(option.name) may stand only once.")
        }
        invocation.values[option.name, default: []].append(value)
    }

    mutating func finish(environment: (String) -> String?) throws(UsageError) -> Invocation {
        try assignPlaces()
        for option in command.options where option.valueName != nil {
            setDefault(of: option.name, option.environment.flatMap(environment), option.standard)
        }
        for positional in command.positionals {
            setDefault(of: positional.name, positional.environment.flatMap(environment), positional.standard)
        }
        return invocation
    }

    /// A variable that is empty counts as unset.
    private mutating func setDefault(of name: String, _ variable: String?, _ standard: String?) {
        guard invocation.values[name] == nil else { return }
        let variable = variable.flatMap { $0.isEmpty ? nil : $0 }
        if let fallback = variable ?? standard { invocation.values[name] = [fallback] }
    }

    private mutating func assignPlaces() throws(UsageError) {
        var unassigned = places[...]
        for positional in command.positionals {
            switch positional.arity {
            case .several, .rest:
                guard !unassigned.isEmpty else { throw missing(positional) }
                invocation.values[positional.name] = Array(unassigned)
                unassigned = []
            case .required, .optional:
                if let value = unassigned.popFirst() {
                    invocation.values[positional.name] = [value]
                } else if positional.arity == .required {
                    throw missing(positional)
                }
            }
        }
        if let extra = unassigned.first { throw UsageError("\"\(extra)\" is one argument too many.") }
    }

    private func missing(_ positional: Positional) -> UsageError {
        UsageError("\(positional.name) is missing: \(positional.help)")
    }
}
