/// How many columns and rows a terminal or a frame has; never negative.
package struct Size: Sendable, Hashable {
    package let columns: Int
    package let rows: Int

    package init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }
}

/// A rectangle of cells inside a frame: where a widget draws.
package struct Area: Sendable, Hashable {
    package let row: Int
    package let column: Int
    package let rows: Int
    package let columns: Int

    package init(row: Int, column: Int, rows: Int, columns: Int) {
        self.row = row
        self.column = column
        self.rows = max(0, rows)
        self.columns = max(0, columns)
    }

    /// All of a frame of that size.
    package init(_ size: Size) {
        self.init(row: 0, column: 0, rows: size.rows, columns: size.columns)
    }

    /// An area of that size in the middle of this one, made smaller where it would not fit.
    package func centred(rows: Int, columns: Int) -> Area {
        let rows = min(rows, self.rows)
        let columns = min(columns, self.columns)
        return Area(
            row: row + (self.rows - rows) / 2,
            column: column + (self.columns - columns) / 2,
            rows: rows,
            columns: columns,
        )
    }
}
