/// What is drawn in one cell, or in two side by side: a base character and the marks above and below it.
struct Glyph: Equatable {
    var text: String
    var width: Int
    var markCount = 0

    /// Marks past this are left out, so that a cell stays small; ncurses takes no more either.
    static let maximumMarks = 4

    init(text: String, width: Int) {
        self.text = text
        self.width = width
    }

    init(_ scalar: Unicode.Scalar, ambiguousAreWide: Bool = false) {
        let isWide =
            WideCharacters.contains(scalar) || ambiguousAreWide && AmbiguousCharacters.contains(scalar)
        self.init(text: String(Character(scalar)), width: isWide ? 2 : 1)
    }

    mutating func add(mark: Unicode.Scalar) {
        guard markCount < Glyph.maximumMarks else { return }
        text.unicodeScalars.append(mark)
        markCount += 1
    }
}

/// A text as the glyphs that all terminals draw alike, and that can do nothing to a terminal but be seen.
///
/// Text comes from strangers. Escapes and other controls become visible signs, what would turn the direction of the line
/// or hide in it becomes U+FFFD. A joined emoji is drawn as its first picture and a flag as its two letters, because
/// terminals disagree about the width of the whole.
struct Glyphs: Sequence, IteratorProtocol {
    private var scalars: String.UnicodeScalarView.Iterator
    private var pending: Glyph?
    private var isJoining = false
    private var pendingIsEmoji = false
    private let ambiguousAreWide = AmbiguousCharacters.areWide

    init(_ text: String) {
        scalars = text.unicodeScalars.makeIterator()
    }

    mutating func next() -> Glyph? {
        while let scalar = scalars.next() {
            if isPartOfPending(scalar) { continue }
            let finished = pending
            pending = glyph(for: scalar)
            pendingIsEmoji = scalar.properties.isEmoji
            isJoining = false
            if let finished { return finished }
        }
        defer { pending = nil }
        return pending
    }

    /// Adds the scalar to the glyph before it, or drops it where it would only change that glyph's picture.
    private mutating func isPartOfPending(_ scalar: Unicode.Scalar) -> Bool {
        guard pending != nil, !scalar.isASCII else { return false }
        if Glyphs.isJoiner(scalar) {
            isJoining = true
            return true
        }
        if Glyphs.isMark(scalar) {
            if !scalar.properties.isDefaultIgnorableCodePoint { pending?.add(mark: scalar) }
            return true
        }
        return pendingIsEmoji && (isJoining && scalar.properties.isEmoji || scalar.properties.isEmojiModifier)
    }

    private func glyph(for scalar: Unicode.Scalar) -> Glyph {
        if let visible = Glyphs.sign(for: scalar) { return Glyph(visible) }
        if scalar.isASCII { return Glyph(text: String(Character(scalar)), width: 1) }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .unassigned: return unknown
        case .lineSeparator, .paragraphSeparator: return Glyph(text: " ", width: 1)
        default:
            let isInvisible = Glyphs.isMark(scalar) || scalar.properties.isDefaultIgnorableCodePoint
            return isInvisible ? unknown : Glyph(scalar, ambiguousAreWide: ambiguousAreWide)
        }
    }

    private var unknown: Glyph { Glyph("\u{FFFD}", ambiguousAreWide: ambiguousAreWide) }

    /// What stands for a control character or for half a flag.
    private static func sign(for scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: " "
        case 0x00...0x1F: Unicode.Scalar(0x2400 + scalar.value)
        case 0x7F: "\u{2421}"
        case 0x1F1E6...0x1F1FF: Unicode.Scalar(0x41 + scalar.value - 0x1F1E6)
        default: nil
        }
    }

    private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool { scalar == "\u{200C}" || scalar == "\u{200D}" }

    /// Drawn over the character before it: combining marks, and the vowels and final consonants of decomposed Hangul.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1160...0x11FF, 0xD7B0...0xD7FB: true
        default:
            scalar.properties.generalCategory == .nonspacingMark || scalar.properties.generalCategory == .enclosingMark
        }
    }
}
