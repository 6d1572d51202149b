/// A colour as terminals name them: eight that every colour terminal has, and the rest of the 256 by index.
package enum Color: Sendable, Hashable {
    /// The terminal's own foreground or background.
    case standard
    case black, red, green, yellow, blue, magenta, cyan, white
    /// One of the 256 of an extended palette; 8...15 are the bright versions of the eight.
    case indexed(UInt8)
}

/// How a cell is drawn besides its text.
package struct Style: Sendable, Hashable {
    package var foreground: Color
    package var background: Color
    package var isBold: Bool
    package var isDim: Bool
    package var isReversed: Bool
    package var isUnderlined: Bool

    package init(
        foreground: Color = .standard,
        background: Color = .standard,
        isBold: Bool = false,
        isDim: Bool = false,
        isReversed: Bool = false,
        isUnderlined: Bool = false,
    ) {
        self.foreground = foreground
        self.background = background
        self.isBold = isBold
        self.isDim = isDim
        self.isReversed = isReversed
        self.isUnderlined = isUnderlined
    }

    /// The terminal's own colours, nothing emphasised.
    package static let plain = Style()
}
