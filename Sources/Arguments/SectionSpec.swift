/// A section of the configuration file that is no command's: its keys are written and checked as options are.
package struct SectionSpec: Sendable {
    package let options: [OptionSpec]

    package init(_ options: [OptionSpec]) {
        self.options = options
    }

    private var settings: [Setting] { options.map(Setting.init) }

    /// What is wrong with one line; nil when all is well.
    package func problem(_ key: String, _ value: String) -> String? {
        guard let setting = settings.first(where: { $0.key == key }) else {
            let hint = Spelling.suggestion(for: key, among: options.map(\.name)).map { " \($0)" } ?? ""
            return "there is no key \"\(key)\" here.\(hint)"
        }
        return setting.kind.complaint(about: value, called: key)
    }

    /// The values of a section, with the standard ones of keys that it does not have; of a key that stands twice the last counts.
    ///
    /// - Throws: What is wrong with a line.
    package func read(_ section: String, of file: ConfigurationFile) throws(UsageError) -> Invocation {
        var read = Invocation(command: section)
        for option in options { read.values[option.name] = option.standard.map { [$0] } }
        for entry in file.entries(section: section) {
            if let problem = problem(entry.key, entry.value) {
                throw UsageError("\(file.path):\(entry.line): \(problem)")
            }
            read.values[entry.key] = [entry.value]
        }
        return read
    }
}
