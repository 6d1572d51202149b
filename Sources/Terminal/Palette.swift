import CNcurses
import Screen

/// Which ncurses colour pair and attributes draw a style; pairs are defined when first used.
struct Palette {
    /// A theme has a few dozen combinations.
    ///
    /// Past the bound, or the terminal's, new ones are drawn in its own colours.
    private static let maximumPairs = 1024

    private struct Combination: Hashable {
        var foreground: UInt8?
        var background: UInt8?
    }

    let depth: ColorDepth
    private let pairLimit: Int
    private var pairs: [Combination: Int16] = [:]

    init(depth: ColorDepth, pairCount: Int) {
        self.depth = depth
        pairLimit = min(pairCount - 1, Palette.maximumPairs)
    }

    /// The attributes and the pair for a style, defined with `curses` if new.
    mutating func look(of style: Style, _ curses: borrowing Curses) -> (attributes: UInt32, pair: Int16) {
        var attributes: UInt32 = 0
        if style.isBold { attributes |= curses_bold }
        if style.isDim { attributes |= curses_dim }
        if style.isReversed { attributes |= curses_reverse }
        if style.isUnderlined { attributes |= curses_underline }

        var colors = Combination(
            foreground: depth.index(of: style.foreground),
            background: depth.index(of: style.background),
        )
        if depth == .eight {
            if let bright = colors.foreground, bright >= 8 { attributes |= curses_bold }
            colors.foreground = colors.foreground.map { $0 % 8 }
            colors.background = colors.background.map { $0 % 8 }
        }
        return (attributes, pair(for: colors, curses))
    }

    private mutating func pair(for colors: Combination, _ curses: borrowing Curses) -> Int16 {
        guard colors.foreground != nil || colors.background != nil else { return 0 }
        if let pair = pairs[colors] { return pair }
        guard pairs.count < pairLimit else { return 0 }
        let pair = Int16(pairs.count + 1)
        curses.definePair(pair, foreground: colors.foreground, background: colors.background)
        pairs[colors] = pair
        return pair
    }
}
