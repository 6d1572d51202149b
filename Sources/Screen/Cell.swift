/// One place of the grid: what stands there and in which style.
package struct Cell: Sendable, Equatable {
    /// A base character with at most `Glyph.maximumMarks` combining marks; empty for the right half of a wide character.
    package let text: String
    /// Columns taken: 1, 2 for the left half of a wide character, 0 for its right half.
    package let width: Int
    package var style: Style

    /// A space.
    package static func blank(_ style: Style = .plain) -> Cell { Cell(text: " ", width: 1, style: style) }

    static func rightHalf(_ style: Style) -> Cell { Cell(text: "", width: 0, style: style) }
}
