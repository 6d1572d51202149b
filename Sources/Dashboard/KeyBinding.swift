import Screen

/// What a key does in the list of tasks.
enum Action: Sendable, Hashable {
    case up, down, pageUp, pageDown, halfPageUp, halfPageDown, first, last
    case cancel, retry, help, redraw, quit
}

/// Keys, what they do, and the words for it: the one table behind the key handling, the help and the footer.
struct KeyBinding: Sendable {
    let keys: [Key]
    let action: Action
    /// One word for the footer, nil to leave the binding out there.
    let hint: String?
    /// Bindings that stand together and share these words share a line of the help.
    let help: String

    static let all = [
        KeyBinding(
            keys: [.character("c")],
            action: .cancel,
            hint: "cancel",
            help: "cancel the selected task (asks first)",
        ),
        KeyBinding(keys: [.character("r")], action: .retry, hint: "reconnect", help: "try the connection now"),
        KeyBinding(
            keys: [.character("?"), .function(1)],
            action: .help,
            hint: "help",
            help: "open and close this help",
        ),
        KeyBinding(keys: [.character("q")], action: .quit, hint: "quit", help: "quit the dashboard"),
        KeyBinding(keys: [.character("k"), .up], action: .up, hint: "up", help: "one task up, down"),
        KeyBinding(keys: [.character("j"), .down], action: .down, hint: "down", help: "one task up, down"),
        KeyBinding(keys: [.pageUp], action: .pageUp, hint: nil, help: "a page up, down"),
        KeyBinding(keys: [.pageDown], action: .pageDown, hint: nil, help: "a page up, down"),
        KeyBinding(keys: [.control("u")], action: .halfPageUp, hint: nil, help: "half a page up, down"),
        KeyBinding(keys: [.control("d")], action: .halfPageDown, hint: nil, help: "half a page up, down"),
        KeyBinding(keys: [.home, .character("g")], action: .first, hint: nil, help: "first task, last task"),
        KeyBinding(keys: [.end, .character("G")], action: .last, hint: nil, help: "first task, last task"),
        KeyBinding(keys: [.control("l")], action: .redraw, hint: nil, help: "paint the screen again"),
    ]

    private static let actions = Dictionary(
        all.flatMap { binding in binding.keys.map { ($0, binding.action) } },
        uniquingKeysWith: { first, _ in first },
    )

    static func action(for key: Key) -> Action? { actions[key] }
}

extension Key {
    /// The key's name as printed on a keyboard.
    func name(_ repertoire: Frame.Repertoire) -> String {
        switch self {
        case .character(let character): String(character)
        case .control(let letter): "Ctrl-\(letter.uppercased())"
        case .enter: "Enter"
        case .escape: "Esc"
        case .tab: "Tab"
        case .backTab: "Shift-Tab"
        case .backspace: "Backspace"
        case .delete: "Del"
        case .up: repertoire == .unicode ? "↑" : "Up"
        case .down: repertoire == .unicode ? "↓" : "Down"
        case .left: repertoire == .unicode ? "←" : "Left"
        case .right: repertoire == .unicode ? "→" : "Right"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .function(let number): "F\(number)"
        }
    }
}
