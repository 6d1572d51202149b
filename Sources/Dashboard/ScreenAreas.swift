import Screen

/// Where each part of the dashboard stands on a screen of a given size; small screens do without the less needed parts.
struct ScreenAreas: Sendable {
    let header: Area
    let counts: Area?
    let columnTitles: Area?
    let table: Area
    let detail: Area?
    let footer: Area
    /// All but the footer, which tells the keys of what stands over the list.
    let overlay: Area

    /// Nil when the screen has room for one line of summary only.
    init?(_ size: Size) {
        guard size.columns >= 20, size.rows >= 4 else { return nil }
        func line(_ row: Int) -> Area { Area(row: row, column: 0, rows: 1, columns: size.columns) }
        header = line(0)
        counts = size.rows >= 7 ? line(1) : nil
        columnTitles = size.rows >= 6 ? line(counts == nil ? 1 : 2) : nil
        detail = size.rows >= 8 ? line(size.rows - 2) : nil
        footer = line(size.rows - 1)
        overlay = Area(row: 0, column: 0, rows: size.rows - 1, columns: size.columns)
        let top = 1 + (counts == nil ? 0 : 1) + (columnTitles == nil ? 0 : 1)
        let bottom = size.rows - (detail == nil ? 1 : 2)
        table = Area(row: top, column: 0, rows: bottom - top, columns: size.columns)
    }
}
