package import Screen

/// A cell that has to be drawn again, and where.
package struct CellChange: Equatable {
    package let row: Int
    package let column: Int
    package let cell: Cell
}

extension Frame {
    /// The cells in which this frame differs from the one on the screen (nil: an empty screen), row by row from the left.
    ///
    /// The right half of a wide character is never among them: drawing the left half draws it.
    package func changes(since painted: Frame?) -> [CellChange] {
        var changes: [CellChange] = []
        for row in 0..<size.rows {
            for column in 0..<size.columns {
                let cell = self[row, column]
                guard cell.width > 0, cell != painted?[row, column] ?? .blank() else { continue }
                changes.append(CellChange(row: row, column: column, cell: cell))
            }
        }
        return changes
    }
}
