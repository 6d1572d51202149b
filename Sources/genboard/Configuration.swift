import Arguments
import Dashboard
import Foundation

/// The file with defaults for options, where the desktop's conventions put it.
enum Configuration {
    /// Sections that are no command's, each with the rule its keys and values follow.
    static func otherSections(of file: ConfigurationFile) -> [String: CommandLineParser.SectionRule] {
        GeneratorSettings.rules(for: file).merging(["keys": KeyMap.problem]) { $1 }
    }

    /// Everything that is wrong with a file, in the order of its lines.
    static func problems(in file: ConfigurationFile) -> [ConfigurationFile.Problem] {
        let lines = CommandTable.parser.problems(in: file, otherSections: otherSections(of: file))
        return (lines + GeneratorSettings.problems(in: file) + KeyMap.problems(in: file)).sorted { $0.line < $1.line }
    }

    /// `$XDG_CONFIG_HOME/genboard/config`, or the same under `~/.config`; nil where there is no home.
    static func path(_ environment: [String: String]) -> String? {
        if let directory = environment["XDG_CONFIG_HOME"], directory.hasPrefix("/") {
            return "\(directory)/genboard/config"
        }
        return environment["HOME"].flatMap { $0.isEmpty ? nil : "\($0)/.config/genboard/config" }
    }

    /// Nil where there is no file.
    ///
    /// - Throws: Why a file that is there cannot be read.
    static func load(_ environment: [String: String]) throws(UsageError) -> ConfigurationFile? {
        guard let path = path(environment), FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path), data.count <= ConfigurationFile.limit,
            let text = String(data: data, encoding: .utf8)
        else {
            throw UsageError("\(path) cannot be read: it must be a text file in UTF-8 of at most 1 MiB.")
        }
        return ConfigurationFile(text, path: path)
    }
}

/// `genboard config`: what is wrong with the file, and what counts in the end.
struct ConfigCommand {
    private let action: String
    private let environment: [String: String]

    init(_ invocation: Invocation, environment: [String: String]) {
        action = invocation["ACTION"] ?? ""
        self.environment = environment
    }

    func run() throws(UsageError) -> Int32 {
        let file = try Configuration.load(environment)
        return action == "check" ? check(file) : try show(file)
    }

    private func check(_ file: ConfigurationFile?) -> Int32 {
        let place = Configuration.path(environment) ?? "no home directory"
        guard let file else {
            Console.print("\(place): there is no such file; every option has its default")
            return ExitCode.success
        }
        let problems = Configuration.problems(in: file)
        for problem in problems { Console.print("\(place):\(problem.line): \(problem.message)") }
        if problems.isEmpty { Console.print("\(place): nothing is wrong") }
        return problems.isEmpty ? ExitCode.success : ExitCode.failure
    }

    private func show(_ file: ConfigurationFile?) throws(UsageError) -> Int32 {
        let path = Configuration.path(environment) ?? "no home directory"
        Console.print("# \(path)\(file == nil ? ": there is no such file" : "")")
        let settings = try CommandTable.parser.effectiveSettings(
            environment: { [environment] in environment[$0] },
            configuration: file,
        )
        Console.print(settings)
        return ExitCode.success
    }
}

extension KeyMap {
    /// What is wrong with one line of the section `keys`; nil when all is well.
    @Sendable static func problem(_ action: String, _ keys: String) -> String? {
        do throws(KeyMapError) {
            _ = try KeyMap(changing: [(action, keys)])
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// What is wrong with the section `keys` as a whole; its lines have the rule above.
    static func problems(in file: ConfigurationFile) -> [ConfigurationFile.Problem] {
        let entries = file.entries(section: "keys")
        func problem(of action: String, _ message: String) -> ConfigurationFile.Problem? {
            entries.last { $0.key == action }.map { .init(line: $0.line, message: message) }
        }
        do throws(KeyMapError) {
            return try KeyMap(changing: entries.map { ($0.key, $0.value) }).losses.compactMap { action, key, taker in
                let name = action.rawValue
                guard !entries.contains(where: { $0.key == name }) else { return nil }
                let message = "\(key.name()) was the key of \(name), which now has none: give it another, or write"
                return problem(of: taker.rawValue, "\(message) \(name) = none")
            }
        } catch {
            guard case .boundTwice(_, _, let second) = error else { return [] }
            return [problem(of: second, "\(error)")].compactMap(\.self)
        }
    }

    /// The usual keys, with what the section `keys` of the configuration changes.
    init(environment: [String: String]) throws(UsageError) {
        guard let file = try Configuration.load(environment) else {
            self = .standard
            return
        }
        do throws(KeyMapError) {
            self = try KeyMap(changing: file.entries(section: "keys").map { ($0.key, $0.value) })
        } catch {
            throw UsageError("\(file.path): \(error).")
        }
    }
}
