/// A key press or a move of the mouse, decoded from whatever bytes the terminal sent for it.
package enum Key: Sendable, Hashable {
    /// A printable character, space included.
    case character(Character)
    /// Ctrl and a lower-case letter: `control("d")`.
    case control(Character)
    case enter, escape, tab, backTab, backspace, delete
    case up, down, left, right
    case home, end, pageUp, pageDown
    /// F1 is `function(1)`.
    case function(Int)
    /// The mouse's first button went down over that cell, counted from 0.
    case click(row: Int, column: Int)
    case wheelUp, wheelDown
}

extension Key: ExpressibleByExtendedGraphemeClusterLiteral {
    package init(extendedGraphemeClusterLiteral character: Character) { self = .character(character) }
}
