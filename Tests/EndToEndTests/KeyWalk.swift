import Dashboard
import Screen
import Testing

/// A walk over the dashboard's keys on a real terminal: each is pressed, and what it does is seen; it notes which were.
final class KeyWalk {
    /// Where a key is pressed; it may do something else in each place.
    enum Place: Hashable {
        case list, fullDetails
        case over(PlaceKeys.Place)
    }

    struct Press: Hashable {
        let place: Place
        let key: String
    }

    let screen: TmuxScreen
    private(set) var presses: Set<Press> = []

    init(_ screen: TmuxScreen) {
        self.screen = screen
    }

    /// Presses a key and waits until it has had its effect, which must not have been there before.
    func press(_ key: Key, in place: Place = .list, _ effect: String, _ isSeen: ([String]) -> Bool) async throws {
        #expect(try await !isSeen(screen.rows), "\(effect), before \(key.name()) is pressed")
        try await screen.press(key.tmuxName)
        try await screen.wait(until: "\(effect) after \(key.name())", isSeen)
        presses.insert(Press(place: place, key: key.name()))
    }

    func press(_ key: Key, in place: Place = .list, shows text: String) async throws {
        try await press(key, in: place, "\"\(text)\"") { $0.has(text) }
    }

    func press(_ key: Key, in place: Place = .list, hides text: String) async throws {
        try await press(key, in: place, "no \"\(text)\"") { !$0.has(text) }
    }

    /// The same for several keys in turn.
    func press(in place: Place = .list, shows effects: [(key: Key, text: String)]) async throws {
        for (key, text) in effects { try await press(key, in: place, shows: text) }
    }

    /// Presses a key on a line being typed, then types text, and waits until the line is as given.
    func edit(_ key: Key, in place: PlaceKeys.Place = .line, typing text: String = "", gives line: String) async throws
    {
        #expect(try await screen.rows.typedLine != line, "before \(key.name()) is pressed")
        try await screen.press(key.tmuxName)
        if !text.isEmpty { try await screen.type(text) }
        try await screen.wait(until: "the line \"\(line)\" after \(key.name())") { $0.typedLine == line }
        presses.insert(Press(place: .over(place), key: key.name()))
    }

    /// Presses a key in a question and waits until the answer under the cursor is the other one.
    func change(_ key: Key, to answer: String) async throws {
        try await screen.press(key.tmuxName)
        try await waitFor("the answer \(answer) after \(key.name())") {
            try await screen.styledRows.contains { $0.reversedText?.contains(answer) == true } ? true : nil
        }
        presses.insert(Press(place: .over(.question), key: key.name()))
    }
}

/// What the help says of keys, as presses that a walk has to make.
extension KeyWalk.Press {
    static var all: Set<KeyWalk.Press> {
        let moves = ActionSpec.all.filter { moving.contains($0.action) }.flatMap(\.keys)
        let closing = [Action.help, .quit].flatMap { ActionSpec.of($0).keys }
        return presses(.list, ActionSpec.all.flatMap(\.keys))
            .union(presses(.fullDetails, moves))
            .union(presses(.over(.text), moves + closing))
            .union(PlaceKeys.all.flatMap { place in presses(.over(place.place), place.entries.flatMap(\.keys)) })
    }

    private static let moving: [Action] = [
        .up, .down, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .first, .last,
    ]

    private static func presses(_ place: KeyWalk.Place, _ keys: [Key]) -> Set<KeyWalk.Press> {
        Set(keys.map { KeyWalk.Press(place: place, key: $0.name()) })
    }
}

extension Key {
    /// What tmux calls it.
    fileprivate var tmuxName: String {
        switch self {
        case .pageUp: "PPage"
        case .pageDown: "NPage"
        case .backspace: "BSpace"
        case .delete: "DC"
        case .backTab: "BTab"
        case .escape: "Escape"
        case .control(let letter): "C-\(letter)"
        default: name()
        }
    }
}

extension [String] {
    func has(_ text: String) -> Bool { contains { $0.contains(text) } }

    /// What stands on the line being typed at the foot of the screen, without the blanks around it.
    fileprivate var typedLine: String? {
        guard let line = last, line.hasPrefix(" /") || line.hasPrefix(" :") else { return nil }
        let text = line.dropFirst(2).split(separator: "  ", omittingEmptySubsequences: false).first ?? ""
        return String(text.drop { $0 == " " })
    }

    /// How many lines are below what a frame shows.
    var moreBelow: Int {
        let footnotes = compactMap { $0.firstMatch(of: /(\d+) more below/).flatMap { Int($0.1) } }
        return footnotes.last ?? 0
    }
}

extension String {
    /// What stands in reverse video on a styled row with a choice of answers.
    fileprivate var reversedText: Substring? {
        firstMatch(of: /\x1B\[(?:[0-9]+;)*7m(\[ [^\]]*\])/)?.1
    }
}
