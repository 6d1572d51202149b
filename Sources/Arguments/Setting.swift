/// An option or an argument as something that has a value, wherever that comes from.
struct Setting {
    /// Where a value comes from.
    enum Origin: Equatable {
        case commandLine
        case variable(String)
        case file(path: String, line: Int)
        case standard
    }

    /// As `Invocation` has it.
    let name: String
    /// As the command line has it.
    let label: String
    /// As the configuration file has it.
    let key: String
    let kind: ValueKind
    let isFlag: Bool
    let isRepeatable: Bool
    let variable: String?
    let standard: String?

    init(_ option: OptionSpec) {
        name = option.name
        label = "--\(option.name)"
        key = option.name
        kind = option.kind
        isFlag = option.valueName == nil
        isRepeatable = option.isRepeatable
        variable = option.environment
        standard = option.standard
    }

    init(_ positional: Positional) {
        name = positional.name
        label = positional.name
        key = positional.name.lowercased()
        kind = positional.kind
        isFlag = false
        isRepeatable = ![.required, .optional].contains(positional.arity)
        variable = positional.environment
        standard = positional.standard
    }

    /// Throws what is wrong with one of the values, naming where it stands.
    func check(_ values: [String], from origin: Origin) throws(UsageError) {
        for value in values {
            let place =
                switch origin {
                case .commandLine, .standard: label
                case .variable(let name): "$\(name)"
                case .file(let path, let line): "\(path):\(line): \(key)"
                }
            if let complaint = kind.complaint(about: value, called: place) { throw UsageError(complaint) }
        }
    }
}

extension CommandSpec {
    var settings: [Setting] { options.map(Setting.init) + positionals.map(Setting.init) }

    /// What a configuration file may set: an argument known by its place only where it has a default anyway.
    var configurable: [Setting] {
        options.map(Setting.init) + positionals.filter { $0.standard != nil }.map(Setting.init)
    }

    func flag(named name: String) -> OptionSpec? { options.first { $0.name == name && $0.valueName == nil } }
}

/// Where the values come from that the command line does not give.
struct SettingSources {
    let environment: (String) -> String?
    let configuration: ConfigurationFile?

    /// The value of a setting and where it comes from; no values for a flag that is set, nil for what is set nowhere.
    ///
    /// A variable that is empty counts as unset.
    func value(of setting: Setting, section: String) throws(UsageError) -> (values: [String], origin: Setting.Origin)? {
        if let name = setting.variable, let text = environment(name), !text.isEmpty {
            try setting.check([text], from: .variable(name))
            return ([text], .variable(name))
        }
        if let configuration, let entries = configuration.entries(setting.key, section: section) {
            return try value(of: setting, in: entries, of: configuration.path)
        }
        guard let standard = setting.standard else { return nil }
        return ([standard], .standard)
    }

    private func value(
        of setting: Setting,
        in entries: [ConfigurationFile.Entry],
        of path: String,
    ) throws(UsageError) -> (values: [String], origin: Setting.Origin)? {
        guard let last = entries.last else { return nil }
        let origin = Setting.Origin.file(path: path, line: last.line)
        if setting.isFlag {
            guard let isSet = ConfigurationFile.flag(last.value) else {
                throw UsageError("\(path):\(last.line): \(setting.key) must be yes or no, not \"\(last.value)\".")
            }
            return isSet ? ([], origin) : nil
        }
        for entry in entries { try setting.check([entry.value], from: .file(path: path, line: entry.line)) }
        return (setting.isRepeatable ? entries.map(\.value) : [last.value], origin)
    }
}
