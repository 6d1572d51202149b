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
    /// What the manual has besides the commands.
    package let manualSections: [ManualSection]

    /// Makes the parser of a program; of its commands one may have an empty name, and is what runs without a command.
    package init(
        program: String,
        summary: String,
        commands: [CommandSpec],
        epilogue: String = "",
        manualSections: [ManualSection] = [],
    ) {
        self.program = program
        self.summary = summary
        self.commands = commands
        self.epilogue = epilogue
        self.manualSections = manualSections
    }

    /// Understands the arguments, which come without the program's name.
    ///
    /// What is not among them is looked for in the environment, then in the configuration file, then in the table.
    package func parse(
        _ arguments: [String],
        environment: @escaping (String) -> String? = { _ in nil },
        configuration: ConfigurationFile? = nil,
    ) throws(UsageError) -> Outcome {
        var rest = arguments[...]
        switch rest.first {
        case "--version": return .version
        case "help":
            guard let topic = rest.dropFirst().first else { return .help(help()) }
            if topic == "--man" { return .help(manual()) }
            return .help(help(for: try command(named: topic)))
        case "--help", "-h": return .help(help())
        case let word? where !word.hasPrefix("-"): rest.removeFirst()
        default: break
        }
        let command = try command(named: rest.count < arguments.count ? arguments[0] : "")
        var reader = ArgumentReader(command: command, rest: rest)
        if try reader.readAll() { return .help(help(for: command)) }
        let sources = SettingSources(environment: environment, configuration: configuration)
        return .run(try reader.finish(sources, section: command.name(in: program)))
    }

    private func command(named name: String) throws(UsageError) -> CommandSpec {
        if let command = commands.first(where: { $0.name == name }) { return command }
        if name.isEmpty { throw UsageError("Say what to do.", hint: "\(program) --help lists the commands.") }
        let known = commands.filter { !$0.isHidden }.map(\.name)
        throw UsageError(
            "There is no command \"\(name)\".",
            hint: Spelling.suggestion(for: name, among: known)
                ?? "\(program) --help lists the commands.",
        )
    }
}

/// Goes through one command's arguments from left to right.
private struct ArgumentReader {
    let command: CommandSpec
    var rest: ArraySlice<String>
    private var places: [String] = []
    /// Flags that are not to be set, whatever a file says.
    private var negated: Set<String> = []
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
            guard name.hasPrefix("no-"), let flag = command.flag(named: String(name.dropFirst(3))) else {
                throw unknown("--\(name)")
            }
            negated.insert(flag.name)
            invocation.values[flag.name] = nil
            return
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
            negated.remove(option.name)
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

    mutating func finish(_ sources: SettingSources, section: String) throws(UsageError) -> Invocation {
        try assignPlaces()
        for setting in command.settings {
            if let values = invocation.values[setting.name] {
                try setting.check(values, from: .commandLine)
            } else if let found = try sources.value(of: setting, section: section), !negated.contains(setting.name) {
                invocation.values[setting.name] = found.values
            }
        }
        return invocation
    }

    private mutating func assignPlaces() throws(UsageError) {
        var unassigned = places[...]
        for positional in command.positionals {
            switch positional.arity {
            case .several, .any, .rest:
                guard !unassigned.isEmpty else {
                    if positional.arity == .any { continue }
                    throw missing(positional)
                }
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
