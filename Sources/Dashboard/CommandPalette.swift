import Screen

/// What the command line offers for what has been typed: every action by its name, and what can follow it.
struct CommandPalette {
    struct Suggestion: Equatable {
        /// What Tab puts on the line.
        let text: String
        let action: Action
        let help: Text
    }

    let suggestions: [Suggestion]

    /// - Parameter servers: The tabs of servers there are; none where there is one server only.
    init(for text: String, servers: [String]) {
        let words = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        let name = words.first.map(String.init) ?? ""
        if words.count > 1 {
            suggestions = CommandPalette.arguments(of: name, beginningWith: String(words[1]), servers)
        } else {
            suggestions = CommandPalette.actions(like: name, isAboutServers: !servers.isEmpty)
        }
    }

    /// The action that a line names, with the rest of the line.
    static func command(_ line: String) -> (action: Action, argument: String)? {
        let words = line.split(separator: " ", maxSplits: 1)
        guard let name = words.first, let action = Action(rawValue: String(name)) else { return nil }
        return (action, words.count > 1 ? String(words[1]) : "")
    }

    /// Those that begin with the text, then those that have it elsewhere in name or help.
    private static func actions(like text: String, isAboutServers: Bool) -> [Suggestion] {
        let all = ActionSpec.all.filter { $0.action != .palette && (isAboutServers || !$0.action.isAboutServers) }
            .map { Suggestion(text: $0.action.rawValue, action: $0.action, help: $0.help) }
        let wanted = text.lowercased()
        let beginning = all.filter { $0.text.hasPrefix(wanted) }
        let others = all.filter { suggestion in
            !suggestion.text.hasPrefix(wanted)
                && (suggestion.text.contains(wanted) || suggestion.help.english.contains(wanted)
                    || suggestion.help.chinese.contains(wanted))
        }
        return beginning + others
    }

    private static func arguments(of name: String, beginningWith text: String, _ servers: [String]) -> [Suggestion] {
        guard let action = Action(rawValue: name) else { return [] }
        let help = ActionSpec.of(action).help
        switch action {
        case .sortNext:
            return SortOrder.offered(hasSeveralServers: !servers.isEmpty).filter { $0.rawValue.hasPrefix(text) }
                .map { Suggestion(text: "\(name) \($0.rawValue)", action: action, help: $0.title) }
        case .nextServer where !servers.isEmpty:
            return servers.filter { $0.hasPrefix(text) }
                .map { Suggestion(text: "\(name) \($0)", action: action, help: help) }
        default: return [Suggestion(text: "\(name) \(text)", action: action, help: help)]
        }
    }
}
