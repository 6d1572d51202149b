package import Screen

/// The names of keys, as the help shows them and the configuration writes them.
extension Key {
    private static let named: [(name: String, key: Key)] = [
        ("Space", .character(" ")), ("Enter", .enter), ("Esc", .escape), ("Tab", .tab), ("Shift-Tab", .backTab),
        ("Backspace", .backspace), ("Del", .delete), ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right),
        ("Home", .home), ("End", .end), ("PgUp", .pageUp), ("PgDn", .pageDown),
    ]

    /// Reads a name such as `c`, `Ctrl-D`, `PgUp`, `Space` or `F5`; nil when there is no such key.
    package init?(name: String) {
        if name.count == 1, let character = name.first, !character.isWhitespace {
            self = .character(character)
        } else if let known = Key.named.first(where: { $0.name.lowercased() == name.lowercased() }) {
            self = known.key
        } else if name.lowercased().hasPrefix("ctrl-"), name.count == 6, let letter = name.lowercased().last,
            letter.isASCII, letter.isLetter
        {
            self = .control(letter)
        } else if name.uppercased().hasPrefix("F"), let number = Int(name.dropFirst()), 1...63 ~= number {
            self = .function(number)
        } else {
            return nil
        }
    }

    /// The key's name as printed on a keyboard; arrows are drawn where the terminal has them.
    package func name(_ repertoire: Frame.Repertoire = .ascii) -> String {
        switch self {
        case .up where repertoire == .unicode: "↑"
        case .down where repertoire == .unicode: "↓"
        case .left where repertoire == .unicode: "←"
        case .right where repertoire == .unicode: "→"
        case .control(let letter): "Ctrl-\(letter.uppercased())"
        case .function(let number): "F\(number)"
        case .click, .wheelUp, .wheelDown: "Mouse"
        default: Key.named.first { $0.key == self }?.name ?? character
        }
    }

    private var character: String {
        if case .character(let character) = self { String(character) } else { "" }
    }
}
