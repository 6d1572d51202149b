import Screen

/// Where each part of the dashboard stands on a screen of a given size; small screens do without the less needed parts.
struct ScreenAreas: Sendable {
    let header: Area
    /// The tabs of several servers.
    let tabs: Area?
    let counts: Area?
    let columnTitles: Area?
    let table: Area
    /// Where the details of the selected task are, if they are open.
    let details: Area?
    let detail: Area?
    let footer: Area
    /// All but the footer, which tells the keys of what stands over the list.
    let overlay: Area

    /// Columns from which list and details stand side by side.
    private static let columnsForBoth = 150

    /// Nil when the screen has room for one line of summary only.
    init?(_ size: Size, details shown: Details? = nil, hasTabs: Bool = false) {
        guard size.columns >= 20, size.rows >= 4 else { return nil }
        func line(_ row: Int) -> Area { Area(row: row, column: 0, rows: 1, columns: size.columns) }
        header = line(0)
        tabs = hasTabs && size.rows >= 8 ? line(1) : nil
        let tabRows = tabs == nil ? 0 : 1
        counts = size.rows >= 7 ? line(1 + tabRows) : nil
        detail = size.rows >= 8 ? line(size.rows - 2) : nil
        footer = line(size.rows - 1)
        overlay = Area(row: 0, column: 0, rows: size.rows - 1, columns: size.columns)
        let top = (counts == nil ? 1 : 2) + tabRows
        let bottom = size.rows - (detail == nil ? 1 : 2)
        let middle = Area(row: top, column: 0, rows: bottom - top, columns: size.columns)
        let (list, beside) = ScreenAreas.divide(middle, shown)
        details = beside
        columnTitles =
            size.rows >= 6 + 3 * tabRows ? Area(row: list.row, column: 0, rows: 1, columns: list.columns) : nil
        let titleRows = columnTitles == nil ? 0 : 1
        table = Area(row: list.row + titleRows, column: 0, rows: list.rows - titleRows, columns: list.columns)
    }

    /// The list above or beside the details; details that fill the screen lie over the whole list.
    private static func divide(_ area: Area, _ details: Details?) -> (list: Area, details: Area?) {
        guard let details else { return (area, nil) }
        if details.isFull { return (area, area) }
        if area.columns >= columnsForBoth {
            let left = area.columns * 11 / 20
            return (
                Area(row: area.row, column: 0, rows: area.rows, columns: left),
                Area(row: area.row, column: left, rows: area.rows, columns: area.columns - left),
            )
        }
        let above = area.rows / 2
        return (
            Area(row: area.row, column: 0, rows: above, columns: area.columns),
            Area(row: area.row + above, column: 0, rows: area.rows - above, columns: area.columns),
        )
    }
}
