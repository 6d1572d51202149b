import ProgressModel
import Screen

/// The details of the selected task in their frame, beside the list or over it.
struct DetailsPane {
    let state: DashboardState
    let task: WatchedTask
    let now: Timestamp

    static func textColumns(_ area: Area) -> Int { area.columns - Panel.edge.columns }
    static func textRows(_ area: Area) -> Int { area.rows - Panel.edge.rows }

    func draw(in area: Area, of frame: inout Frame) {
        let document = DetailsDocument(of: task, in: state, columns: DetailsPane.textColumns(area), now: now)
        let hidden = max(0, document.lines.count - DetailsPane.textRows(area))
        let top = min(state.details?.scroll ?? 0, hidden)
        let panel = Panel(
            title: task.record.title.isEmpty ? task.record.type : task.record.title,
            footnote: top < hidden ? state.texts.moreBelow(hidden - top) : "",
            style: Style(foreground: .cyan),
            box: state.symbols.box,
        )
        let inside = panel.draw(in: area, of: &frame)
        for (offset, line) in document.lines.dropFirst(top).prefix(inside.rows).enumerated() {
            line.draw(in: inside.line(offset), of: &frame)
        }
    }
}

extension Area {
    /// One row of the area, counted from its top.
    func line(_ offset: Int) -> Area { Area(row: row + offset, column: column, rows: 1, columns: columns) }
}
