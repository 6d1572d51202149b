package import Screen

/// Something the dashboard can be told to do, by the name that stands in the command palette and the configuration.
package enum Action: String, Sendable, Hashable, CaseIterable {
    case cancel, force, undo, delete, retry, mark, copy, answers
    case markAll = "mark-all"
    case unmarkAll = "unmark-all"
    case details
    case detailsUp = "details-up"
    case detailsDown = "details-down"
    case back, freeze, follow
    case filter
    case nextMatch = "next-match"
    case previousMatch = "previous-match"
    case showAll = "show-all"
    case showActive = "show-active"
    case showRunning = "show-running"
    case showPending = "show-pending"
    case showStalled = "show-stalled"
    case showReleasing = "show-releasing"
    case showCompleted = "show-completed"
    case showFailed = "show-failed"
    case showCancelled = "show-cancelled"
    case nextTab = "next-tab"
    case previousTab = "previous-tab"
    case view
    case nextServer = "next-server"
    case previousServer = "previous-server"
    case sortNext = "sort-next"
    case sortPrevious = "sort-previous"
    case sortReverse = "sort-reverse"
    case up, down
    case pageUp = "page-up"
    case pageDown = "page-down"
    case halfPageUp = "half-page-up"
    case halfPageDown = "half-page-down"
    case first, last
    case palette, help, reconnect, mouse, redraw, quit

    /// It means something only where there are several servers.
    var isAboutServers: Bool { self == .nextServer || self == .previousServer }
}

extension Action {
    /// What it asks the server for; nil for what is the dashboard's own.
    var verb: ActionRequest.Verb? {
        switch self {
        case .cancel: .cancel
        case .force: .force
        case .delete: .delete
        case .retry: .retry
        default: nil
        }
    }
}

/// An action with its usual keys and its words: the one table behind the keys, the footer, the help, the palette, the
/// manual and the configuration.
package struct ActionSpec: Sendable {
    package let action: Action
    /// What does it unless the configuration says otherwise.
    package let keys: [Key]
    /// One word for the footer; nil to leave it out there.
    let hint: Text?
    /// What it does, as a sentence without its subject.
    package let help: Text
    /// What it and its neighbours do together; those that share it share a line of the help.
    let group: Text

    init(
        _ action: Action,
        _ keys: [Key],
        _ english: String,
        _ chinese: String,
        hint: Text? = nil,
        group: Text? = nil,
    ) {
        self.action = action
        self.keys = keys
        self.hint = hint
        help = Text(english, chinese)
        self.group = group ?? help
    }

    /// The entry of an action.
    package static func of(_ action: Action) -> ActionSpec {
        byAction[action] ?? ActionSpec(action, [], action.rawValue, action.rawValue)
    }

    private static let byAction = Dictionary(all.map { ($0.action, $0) }, uniquingKeysWith: { first, _ in first })

    /// In the order of the footer and the help.
    package static let all: [ActionSpec] = acting + looking + finding + moving + dashboard
}
