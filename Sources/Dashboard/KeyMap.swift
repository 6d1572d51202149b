package import Screen

/// Which key does what in the list of tasks.
package struct KeyMap: Sendable {
    /// Every action by its usual keys.
    package static let standard = KeyMap()

    /// Keys that the terminal's loop or every part of the dashboard takes for itself.
    private static let reserved: [Key] = [.control("c"), .control("z")]

    private var actions: [Key: Action] = [:]
    private var keys: [Action: [Key]] = [:]

    private init() {
        for spec in ActionSpec.all { bind(spec.keys, to: spec.action) }
    }

    /// The usual keys with some changed: for each action's name, its keys with spaces between, or `none`.
    ///
    /// A key that is given to one action is taken from the one that usually has it.
    package init(changing bindings: [(action: String, keys: String)]) throws(KeyMapError) {
        self.init()
        var given: [Key: Action] = [:]
        for (name, keys) in bindings {
            guard let action = Action(rawValue: name) else { throw .unknownAction(name) }
            let wanted = try KeyMap.keys(named: keys, for: name)
            for key in wanted {
                if let other = given.updateValue(action, forKey: key), other != action {
                    throw .boundTwice(key: key.name(), other.rawValue, name)
                }
            }
            for key in self.keys[action] ?? [] where given[key] == nil { actions[key] = nil }
            for key in wanted { actions[key].map { other in self.keys[other]?.removeAll { $0 == key } } }
            bind(wanted, to: action)
        }
    }

    package func action(for key: Key) -> Action? { actions[key] }

    /// The keys of an action, the one to tell people about first.
    package func keys(for action: Action) -> [Key] { keys[action] ?? [] }

    /// The actions that have no key left because another took it: which key, and who has it now.
    package var losses: [(action: Action, key: Key, taker: Action)] {
        ActionSpec.all.compactMap { spec in
            guard keys(for: spec.action).isEmpty, let key = spec.keys.first else { return nil }
            return actions[key].map { (spec.action, key, $0) }
        }
    }

    private mutating func bind(_ keys: [Key], to action: Action) {
        self.keys[action] = keys
        for key in keys { actions[key] = action }
    }

    private static func keys(named text: String, for action: String) throws(KeyMapError) -> [Key] {
        let names = text.split(separator: " ").map(String.init)
        if names == ["none"] { return [] }
        guard !names.isEmpty else { throw .noKey(action: action) }
        var keys: [Key] = []
        for name in names {
            guard let key = Key(name: name) else { throw .unknownKey(name) }
            guard !reserved.contains(key) else { throw .reservedKey(name) }
            keys.append(key)
        }
        return keys
    }
}

/// What is wrong with a configured key, and what to write instead.
package enum KeyMapError: Error, Equatable, CustomStringConvertible {
    case unknownAction(String)
    case unknownKey(String)
    case reservedKey(String)
    case noKey(action: String)
    case boundTwice(key: String, String, String)

    package var description: String {
        switch self {
        case .unknownAction(let name):
            "\"\(name)\" is no action: there are \(Action.allCases.map(\.rawValue).joined(separator: ", "))"
        case .unknownKey(let name): "\"\(name)\" is no key: write c, Ctrl-D, F5, PgUp, Space, Enter or Esc"
        case .reservedKey(let name): "\(name) always does the same and cannot be given to an action"
        case .noKey(let action): "\(action) has no key: write none to leave it without one"
        case .boundTwice(let key, let first, let second): "\(key) is given to both \(first) and \(second)"
        }
    }
}
