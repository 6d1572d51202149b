import Screen

/// A line of text being typed, with a cursor.
struct LineEditor: Sendable, Equatable {
    /// Characters past this are not taken.
    static let maximumLength = 256

    private(set) var text: [Character]
    /// How many characters stand before the cursor.
    private(set) var cursor: Int

    init(_ text: String = "") {
        self.text = Array(text.prefix(LineEditor.maximumLength))
        cursor = self.text.count
    }

    var string: String { String(text) }
    var beforeCursor: String { String(text[..<cursor]) }

    /// Takes a key that edits; false for one that does not.
    mutating func press(_ key: Key) -> Bool {
        if case .character(let character) = key {
            insert(character)
            return true
        }
        switch LineEditor.keys[key] {
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(text.count, cursor + 1)
        case .start: cursor = 0
        case .end: cursor = text.count
        case .deleteBefore: delete(max(0, cursor - 1)..<cursor)
        case .deleteAfter: delete(cursor..<min(text.count, cursor + 1))
        case .deleteWord: delete(startOfWord..<cursor)
        case .deleteToStart: delete(0..<cursor)
        case .deleteToEnd: delete(cursor..<text.count)
        case nil: return false
        }
        return true
    }

    private mutating func insert(_ character: Character) {
        guard text.count < LineEditor.maximumLength else { return }
        text.insert(character, at: cursor)
        cursor += 1
    }

    private mutating func delete(_ range: Range<Int>) {
        text.removeSubrange(range)
        cursor = range.lowerBound
    }

    private var startOfWord: Int {
        let end = text[..<cursor].lastIndex { $0 != " " } ?? 0
        return text[..<end].lastIndex(of: " ").map { $0 + 1 } ?? 0
    }
}
