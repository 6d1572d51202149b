import Arguments
import Generation

/// The generators that the configuration file declares: a section `[generator TYPE]` each.
enum GeneratorSettings {
    private static let prefix = "generator "

    private static let spec = SectionSpec([
        OptionSpec("command", value: "COMMAND", .checked(CommandWords.problem), help: "What does a task."),
        OptionSpec("concurrency", value: "N", .integer(1...1024), standard: "1", help: "So many at a time."),
        OptionSpec("timeout", value: "TIME", .duration, help: "Fail when it takes longer."),
        OptionSpec("grace", value: "TIME", .duration, standard: "10s", help: "From SIGTERM to SIGKILL."),
        OptionSpec(
            "restarts",
            value: "HOW",
            .choice(Generator.AfterRestart.allCases.map(\.rawValue)),
            standard: Generator.AfterRestart.fail.rawValue,
            help: "What becomes of its tasks when the server ends while it works.",
        ),
        OptionSpec(
            "attempts",
            value: "N",
            .integer(1...1000),
            standard: "3",
            help: "Where they are retried, up to so many.",
        ),
    ])

    /// - Throws: The first thing that is wrong, with its line.
    static func read(_ file: ConfigurationFile?) throws(UsageError) -> [Generator] {
        guard let file else { return [] }
        if let problem = problems(in: file).first {
            throw UsageError("\(file.path):\(problem.line): \(problem.message)")
        }
        var generators: [Generator] = []
        for section in sections(of: file) {
            let values = try spec.read(section.name, of: file)
            generators.append(
                Generator(
                    type: type(section.name),
                    command: values["command"].flatMap(CommandWords.split) ?? [],
                    concurrency: try values.integer("concurrency", in: 1...1024) ?? 1,
                    timeout: try values.duration("timeout"),
                    grace: try values.duration("grace") ?? Generator.standardGrace,
                    afterRestart: values["restarts"].flatMap(Generator.AfterRestart.init(rawValue:)) ?? .fail,
                    attempts: try values.integer("attempts", in: 1...1000) ?? Generator.standardAttempts,
                )
            )
        }
        return generators
    }

    /// The rule for the lines of each section that declares a generator.
    static func rules(for file: ConfigurationFile) -> [String: CommandLineParser.SectionRule] {
        let spec = spec
        let rule: CommandLineParser.SectionRule = { spec.problem($0, $1) }
        return Dictionary(sections(of: file).map { ($0.name, rule) }, uniquingKeysWith: { $1 })
    }

    /// What is wrong with the sections as a whole; their lines have the rule above.
    static func problems(in file: ConfigurationFile) -> [ConfigurationFile.Problem] {
        let sections = sections(of: file)
        return sections.enumerated().compactMap { index, section in
            guard !type(section.name).isEmpty else {
                return .init(line: section.line, message: "a generator is written [generator TYPE].")
            }
            guard !sections[..<index].contains(where: { type($0.name) == type(section.name) }) else {
                return .init(line: section.line, message: "there is a generator for \(type(section.name)) already.")
            }
            guard file.entries(section: section.name).contains(where: { $0.key == "command" }) else {
                return .init(
                    line: section.line,
                    message: "a generator needs a command, such as command = python3 /path/draw.py.",
                )
            }
            return nil
        }
    }

    private static func sections(of file: ConfigurationFile) -> [(name: String, line: Int)] {
        file.sections.filter { $0.name.hasPrefix(prefix) || $0.name + " " == prefix }
    }

    private static func type(_ section: String) -> String {
        section.dropFirst(prefix.count).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
