/// What `config check` and `config show` say of a configuration file, by the table of commands.
extension CommandLineParser {
    /// A section that no command reads: gives what is wrong with a key and its value, or nil.
    package typealias SectionRule = @Sendable (_ key: String, _ value: String) -> String?

    /// Everything that is wrong with a file, in the order of its lines.
    package func problems(
        in file: ConfigurationFile,
        otherSections: [String: SectionRule] = [:],
    ) -> [ConfigurationFile.Problem] {
        var problems = file.problems
        let known = sectionNames + otherSections.keys.sorted()
        for section in file.sections where !section.name.isEmpty && !known.contains(section.name) {
            let hint = Spelling.suggestion(for: section.name, among: known).map { " \($0)" } ?? ""
            problems.append(.init(line: section.line, message: "there is no command \"\(section.name)\".\(hint)"))
        }
        for entry in file.entries {
            let rule = entry.section.flatMap { otherSections[$0] }
            let message = rule.map { $0(entry.key, entry.value) } ?? problem(with: entry, in: file)
            if let message { problems.append(.init(line: entry.line, message: message)) }
        }
        return problems.sorted { $0.line < $1.line }
    }

    private var visible: [CommandSpec] { commands.filter { !$0.isHidden } }
    private var sectionNames: [String] { visible.map { $0.name(in: program) } }

    private func problem(with entry: ConfigurationFile.Entry, in file: ConfigurationFile) -> String? {
        let readers = visible.filter { entry.section == nil || $0.name(in: program) == entry.section }
        guard !readers.isEmpty else { return nil }
        let settings = readers.flatMap(\.configurable)
        guard let setting = settings.first(where: { $0.key == entry.key }) else {
            let hint = Spelling.suggestion(for: entry.key, among: settings.map(\.key)).map { " \($0)" } ?? ""
            let owner = entry.section.map { "\($0) has" } ?? "there is"
            return "\(owner) no option \"\(entry.key)\".\(hint)"
        }
        let isFirst = file.entries.first { $0.key == entry.key && $0.section == entry.section } == entry
        if !setting.isRepeatable, !isFirst { return "\(entry.key) may stand only once." }
        let isFlagValue = setting.isFlag && ConfigurationFile.flag(entry.value) == nil
        return isFlagValue
            ? "\(entry.key) must be yes or no, not \"\(entry.value)\"."
            : setting.kind.complaint(about: entry.value, called: entry.key)
    }
}

/// What counts, and why.
extension CommandLineParser {
    /// The value of every option that has one, as a configuration file that says the same, with comments on where each comes from.
    ///
    /// - Throws: What is wrong with a value in the environment or the file.
    package func effectiveSettings(
        environment: @escaping (String) -> String?,
        configuration: ConfigurationFile?,
    ) throws(UsageError) -> String {
        let sources = SettingSources(environment: environment, configuration: configuration)
        var lines: [String: [String]] = [:]
        for command in visible {
            let section = command.name(in: program)
            for setting in command.configurable {
                guard let found = try sources.value(of: setting, section: section) else { continue }
                let values = setting.isFlag ? ["yes"] : found.values
                lines[section, default: []] += values.map { Self.line(setting.key, $0, found.origin) }
            }
        }
        let common = commonLines(in: lines)
        let sections = visible.map { $0.name(in: program) }.compactMap { section -> String? in
            let own = (lines[section] ?? []).filter { !common.contains($0) }
            return own.isEmpty ? nil : "[\(section)]\n" + own.joined(separator: "\n")
        }
        return (common + sections).joined(separator: "\n")
    }

    /// Lines that are the same wherever their key is known, and known to more than one command.
    private func commonLines(in lines: [String: [String]]) -> [String] {
        let all = visible.flatMap { lines[$0.name(in: program)] ?? [] }
        var common: [String] = []
        for line in all where !common.contains(line) {
            let key = line.prefix { $0 != " " }
            let sameKey = all.filter { $0.prefix { $0 != " " } == key }
            if sameKey.count > 1, sameKey.allSatisfy({ $0 == line }) { common.append(line) }
        }
        return common
    }

    private static func line(_ key: String, _ value: String, _ origin: Setting.Origin) -> String {
        let isPlain = !value.isEmpty && !value.contains("#") && !value.hasPrefix("\"") && value.first != " "
        let assignment = "\(key) = \(isPlain ? value : "\"\(value)\"")"
        let padding = String(repeating: " ", count: max(1, 40 - assignment.count))
        switch origin {
        case .commandLine, .standard: return "\(assignment)\(padding)# default"
        case .variable(let name): return "\(assignment)\(padding)# $\(name)"
        case .file(_, let line): return "\(assignment)\(padding)# line \(line)"
        }
    }
}
