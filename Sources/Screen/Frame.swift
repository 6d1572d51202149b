/// A grid of styled cells: one whole picture of the screen.
///
/// Writing clips at the edges and never leaves half of a wide character behind; what is written can do nothing to a
/// terminal but be seen (see `Glyphs`).
package struct Frame: Sendable, Equatable {
    package let size: Size
    package let repertoire: Repertoire
    private var cells: [Cell]

    /// The characters the terminal can show.
    package enum Repertoire: Sendable, Hashable {
        case unicode
        /// The same, with two columns for each of the characters that only terminals for East Asia draw that wide
        /// (`AmbiguousCharacters`); to be used while they are measured so.
        case wideAmbiguous
        /// Anything else is written as question marks, as many as it has columns.
        case ascii
    }

    package init(_ size: Size, repertoire: Repertoire = .unicode) {
        self.size = size
        self.repertoire = repertoire
        cells = Array(repeating: .blank(), count: size.columns * size.rows)
    }

    /// The cell there; a blank outside of the grid.
    package subscript(row: Int, column: Int) -> Cell {
        contains(row, column) ? cells[row * size.columns + column] : .blank()
    }

    /// Writes text from that cell to the right, no wider than `maximumWidth` and the grid.
    ///
    /// - Returns: the columns used; 0 when the cell lies outside of the grid.
    @discardableResult
    package mutating func write(
        _ text: String,
        row: Int,
        column: Int,
        style: Style = .plain,
        maximumWidth: Int? = nil,
    ) -> Int {
        guard contains(row, column) else { return 0 }
        let room = min(maximumWidth ?? size.columns, size.columns - column)
        var used = 0
        for glyph in Glyphs(text) {
            guard used + glyph.width <= room else { break }
            place(glyph, row, column + used, style)
            used += glyph.width
        }
        return used
    }

    /// Fills an area with a character of one column, a space unless told otherwise.
    package mutating func fill(_ area: Area, with character: Character = " ", style: Style = .plain) {
        let glyph = Glyphs(String(character)).first { $0.width == 1 } ?? Glyph(text: "?", width: 1)
        forEachCell(of: area) { frame, row, column in frame.place(glyph, row, column, style) }
    }

    /// Changes the style of every cell of an area and leaves the text.
    package mutating func restyle(_ area: Area, _ change: (inout Style) -> Void) {
        forEachCell(of: area) { frame, row, column in change(&frame.cells[row * frame.size.columns + column].style) }
    }

    /// The text of each row, blanks at the end left out; for tests and for plain output.
    package var lines: [String] {
        (0..<size.rows).map { row in
            var line = (0..<size.columns).reduce(into: "") { $0 += self[row, $1].text }
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    private func contains(_ row: Int, _ column: Int) -> Bool {
        row >= 0 && row < size.rows && column >= 0 && column < size.columns
    }

    private mutating func place(_ glyph: Glyph, _ row: Int, _ column: Int, _ style: Style) {
        guard let glyph = repertoire.shown(glyph) else {
            for half in 0..<glyph.width { put(Cell(text: "?", width: 1, style: style), row, column + half) }
            return
        }
        put(Cell(text: glyph.text, width: glyph.width, style: style), row, column)
        if glyph.width == 2 { put(.rightHalf(style), row, column + 1) }
    }

    /// Puts one cell; of a wide character that it covers by half, the other half becomes blank.
    private mutating func put(_ cell: Cell, _ row: Int, _ column: Int) {
        let index = row * size.columns + column
        let covered = cells[index]
        if covered.width == 2, column + 1 < size.columns { cells[index + 1] = .blank(covered.style) }
        if covered.width == 0, cell.width != 0, column > 0 { cells[index - 1] = .blank(covered.style) }
        cells[index] = cell
    }

    private mutating func forEachCell(of area: Area, _ body: (inout Frame, Int, Int) -> Void) {
        for row in max(0, area.row)..<max(0, area.row, min(size.rows, area.row + area.rows)) {
            for column in max(0, area.column)..<max(0, area.column, min(size.columns, area.column + area.columns)) {
                body(&self, row, column)
            }
        }
    }
}

extension Frame.Repertoire {
    /// The glyph as it can be drawn; nil where question marks have to do.
    fileprivate func shown(_ glyph: Glyph) -> Glyph? {
        switch self {
        case .unicode, .wideAmbiguous: glyph
        case .ascii: glyph.text.utf8.allSatisfy { $0 < 0x80 } ? glyph : nil
        }
    }
}
