import Screen

/// A framed box over the rest of the picture.
struct Panel {
    let title: String
    /// What stands in the lower edge, at the right; may be empty.
    var footnote = ""
    let style: Style
    let box: Symbols.Box

    /// Columns and rows that the edges and the space inside them take.
    static let edge = Size(columns: 4, rows: 2)

    /// Draws the box over the area, empties it, and returns the place inside.
    func draw(in area: Area, of frame: inout Frame) -> Area {
        frame.fill(area)
        let last = area.row + area.rows - 1
        drawEdge(box.topLeft, box.topRight, row: area.row, area, of: &frame)
        drawEdge(box.bottomLeft, box.bottomRight, row: last, area, of: &frame)
        for row in area.row + 1..<max(area.row + 1, last) {
            frame.write(box.vertical, row: row, column: area.column, style: style)
            frame.write(box.vertical, row: row, column: area.column + area.columns - 1, style: style)
        }
        let top = Area(row: area.row, column: area.column + 2, rows: 1, columns: area.columns - 4)
        StyledLine(" \(title.truncated(toColumns: top.columns - 2, ellipsis: frame.ellipsis)) ", style)
            .draw(in: top, of: &frame)
        if !footnote.isEmpty {
            let note = Area(row: last, column: area.column, rows: 1, columns: area.columns - 2)
            StyledLine(" \(footnote) ", style).drawAtRight(in: note, of: &frame)
        }
        return Area(row: area.row + 1, column: area.column + 2, rows: area.rows - 2, columns: area.columns - 4)
    }

    private func drawEdge(_ left: String, _ right: String, row: Int, _ area: Area, of frame: inout Frame) {
        let middle = String(repeating: box.horizontal, count: max(0, area.columns - 2))
        frame.write(left + middle + right, row: row, column: area.column, style: style, maximumWidth: area.columns)
    }
}
