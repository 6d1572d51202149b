import ProgressModel
import Screen

/// The rows of the tasks that are on the screen; it looks at no others.
struct TaskTable {
    private let rows: [TaskRow]
    private let selectedID: String?
    private let layout: TableLayout
    private let symbols: Symbols

    init(_ state: DashboardState, area: Area, clock: Timestamp) {
        let repertoire = state.capabilities.repertoire
        let symbols = Symbols(repertoire)
        let tasks = state.visibleRows(area.rows).compactMap { state.tasks[row: $0] }
        let shortIDs = ShortIDs(tasks.map(\.id), ellipsis: symbols.ellipsis)
        rows = zip(tasks, shortIDs.texts).map { task, shortID in
            TaskRow(
                task: task,
                shortID: shortID,
                condition: state.condition(of: task),
                clock: clock,
                repertoire: repertoire,
            )
        }
        selectedID = state.selectedID
        layout = TableLayout(width: area.columns, idColumns: shortIDs.columns)
        self.symbols = symbols
    }

    func drawTitles(in area: Area, of frame: inout Frame) {
        let style = Style(isDim: true, isUnderlined: true)
        frame.fill(area, style: style)
        for place in layout.places {
            write(
                place.column.title.truncated(toColumns: place.width, ellipsis: ""),
                at: place,
                row: area.row,
                style,
                of: &frame,
            )
        }
    }

    func draw(in area: Area, of frame: inout Frame) {
        for (offset, row) in rows.prefix(area.rows).enumerated() {
            draw(row, at: area.row + offset, of: &frame)
            if row.task.id == selectedID { mark(area.row + offset, of: &frame) }
        }
    }

    private func draw(_ row: TaskRow, at line: Int, of frame: inout Frame) {
        let normal = Style(isDim: row.condition.isQuiet)
        let secondary = Style(isDim: true)
        for place in layout.places {
            switch place.column {
            case .id: write(row.shortID, at: place, row: line, normal, of: &frame)
            case .status:
                write(row.status(columns: place.width), at: place, row: line, row.condition.style, of: &frame)
            case .bar:
                ProgressBar(percent: row.task.progress, style: row.condition.style, repertoire: row.repertoire)
                    .draw(in: Area(row: line, column: place.start, rows: 1, columns: place.width), of: &frame)
            case .percent: write(row.percent, at: place, row: line, normal, of: &frame)
            case .eta: write(row.eta, at: place, row: line, normal, of: &frame)
            case .elapsed: write(row.elapsed, at: place, row: line, secondary, of: &frame)
            case .type: write(row.task.type, at: place, row: line, secondary, of: &frame)
            case .title: write(row.task.title, at: place, row: line, normal, of: &frame)
            case .message: write(message(of: row.task), at: place, row: line, normal, of: &frame)
            }
        }
    }

    /// A task that has said nothing yet is known by its title where that has no column of its own.
    private func message(of task: GenerationTask) -> String {
        task.message.isEmpty && !layout.has(.title) ? task.title : task.message
    }

    private func write(
        _ text: String,
        at place: TableLayout.Place,
        row: Int,
        _ style: Style,
        of frame: inout Frame,
    ) {
        let text = text.truncated(toColumns: place.width, ellipsis: symbols.ellipsis)
        let indent = place.column.isNumber ? place.width - text.columnCount : 0
        frame.write(text, row: row, column: place.start + indent, style: style, maximumWidth: place.width - indent)
    }

    /// Turns the row around except for its bar, which would look filled where it is empty.
    private func mark(_ line: Int, of frame: inout Frame) {
        let bar = layout.places.first { $0.column == .bar }
        let barColumns = bar.map { $0.start..<$0.start + $0.width } ?? 0..<0
        for column in 0..<frame.size.columns where !barColumns.contains(column) {
            frame.restyle(Area(row: line, column: column, rows: 1, columns: 1)) {
                $0.isReversed = true
                $0.isDim = false
            }
        }
        frame.write(symbols.cursor, row: line, column: 0, style: Style(foreground: .cyan, isBold: true))
    }
}
