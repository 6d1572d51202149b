import Filtering
import ProgressModel
import Screen

/// The rows of the tasks that are on the screen; it looks at no others.
struct TaskTable {
    private let rows: [TaskRow]
    private let state: DashboardState
    private let layout: TableLayout
    private let symbols: Symbols
    private let highlights: [String]
    /// By server; empty where no column has them.
    private let serverNames: [String]

    init(_ state: DashboardState, area: Area, now: Timestamp) {
        let symbols = state.symbols
        let tasks = state.visibleRows(area.rows).compactMap { state.shownTask(row: $0) }
        let shortIDs = ShortIDs(tasks.map(\.id.taskID), ellipsis: symbols.ellipsis)
        let names = state.isMerged ? state.servers.map(\.label.name) : []
        let areShort = names.allSatisfy { $0.columnCount <= TableLayout.widestServer }
        serverNames = areShort ? names : ShortIDs(names, ellipsis: symbols.ellipsis).texts
        rows = zip(tasks, shortIDs.texts).map { TaskRow($0, in: state, shortID: $1, now: now) }
        layout = TableLayout(
            width: area.columns,
            idColumns: shortIDs.columns,
            serverColumns: TaskTable.columns(of: serverNames, under: state.texts(TableLayout.Column.server.title)),
        )
        highlights = state.arrangement.filter.highlights
        self.state = state
        self.symbols = symbols
    }

    private static func columns(of names: [String], under title: String) -> Int {
        names.isEmpty ? 0 : (names + [title]).map(\.columnCount).max() ?? 0
    }

    func drawTitles(in area: Area, of frame: inout Frame) {
        let style = Style(isDim: true, isUnderlined: true)
        frame.fill(area, style: style)
        for place in layout.places {
            let isSorted = place.column.order == state.arrangement.order
            let sign = isSorted ? (state.arrangement.isReversed ? symbols.descending : symbols.ascending) : ""
            let title = place.column.title.in(state.texts.language)
            let text = title.truncated(toColumns: max(0, place.width - sign.columnCount), ellipsis: "") + sign
            let titleStyle = isSorted ? Style(isBold: true, isUnderlined: true) : style
            write(text, at: place, row: area.row, titleStyle, of: &frame)
        }
    }

    func draw(in area: Area, of frame: inout Frame) {
        for (offset, row) in rows.prefix(area.rows).enumerated() {
            let line = area.line(offset)
            draw(row, at: line.row, of: &frame)
            if row.isStale { frame.dim(line) }
            let isSelected = row.id == state.selectedID
            if isSelected { select(line, of: &frame) }
            let sign = row.isMarked ? symbols.mark : isSelected ? symbols.cursor : nil
            if let sign { frame.write(sign, row: line.row, column: 0, style: Style(foreground: .cyan, isBold: true)) }
        }
    }

    private func draw(_ row: TaskRow, at line: Int, of frame: inout Frame) {
        let isQuiet = row.condition.isQuiet || row.isLeftover
        let normal = Style(isDim: isQuiet)
        let secondary = Style(isDim: true)
        let status = row.isLeftover ? secondary : row.condition.style
        for place in layout.places {
            switch place.column {
            case .id: write(row.shortID, at: place, row: line, normal, of: &frame)
            case .server: write(serverName(of: row), at: place, row: line, secondary, of: &frame)
            case .status: write(row.status(columns: place.width), at: place, row: line, status, of: &frame)
            case .bar:
                ProgressBar(percent: row.task.progress, style: status, repertoire: row.repertoire)
                    .draw(in: Area(row: line, column: place.start, rows: 1, columns: place.width), of: &frame)
            case .percent: write(row.percent, at: place, row: line, normal, of: &frame)
            case .eta: write(row.eta, at: place, row: line, normal, of: &frame)
            case .elapsed: write(row.elapsed, at: place, row: line, secondary, of: &frame)
            case .type: write(row.task.type, at: place, row: line, secondary, of: &frame)
            case .title: write(row.task.title, at: place, row: line, normal, of: &frame)
            case .message: write(message(of: row), at: place, row: line, normal, of: &frame)
            }
        }
    }

    /// A task that has said nothing yet is known by its title where that has no column of its own.
    private func message(of row: TaskRow) -> String {
        if row.isLeftover { return state.texts.goneFromServer }
        let message = row.task.message.isEmpty && !layout.has(.title) ? row.task.title : row.task.message
        let parts = [row.age.map(state.texts.old), message].compactMap(\.self).filter { !$0.isEmpty }
        return parts.joined(separator: symbols.separator)
    }

    private func serverName(of row: TaskRow) -> String {
        let place = row.id.server.index
        return serverNames.indices.contains(place) ? serverNames[place] : ""
    }

    private func write(
        _ text: String,
        at place: TableLayout.Place,
        row: Int,
        _ style: Style,
        of frame: inout Frame,
    ) {
        let text = text.truncated(toColumns: place.width, ellipsis: symbols.ellipsis)
        let indent = place.column.isNumber ? max(0, place.width - text.columnCount) : 0
        let start = place.start + indent
        frame.write(text, row: row, column: start, style: style, maximumWidth: place.width - indent)
        for needle in highlights where !place.column.isNumber {
            guard let found = text.columns(of: needle) else { continue }
            frame.restyle(Area(row: row, column: start + found.lowerBound, rows: 1, columns: found.count)) {
                $0.isUnderlined = true
                $0.isBold = true
                $0.isDim = false
            }
        }
    }

    /// Turns the row around except for its bar, which would look filled where it is empty.
    private func select(_ line: Area, of frame: inout Frame) {
        let bar = layout.places.first { $0.column == .bar }
        let barStart = bar?.start ?? line.columns
        let barEnd = bar.map { $0.start + $0.width } ?? line.columns
        for columns in [0..<barStart, barEnd..<max(barEnd, line.columns)] {
            frame.restyle(Area(row: line.row, column: columns.lowerBound, rows: 1, columns: columns.count)) {
                $0.isReversed = true
                $0.isDim = false
            }
        }
    }
}

extension String {
    /// The columns in which a text of lower case stands for the first time, in whatever case.
    fileprivate func columns(of needle: String) -> Range<Int>? {
        guard !needle.isEmpty else { return nil }
        let text = Array(self), wanted = Array(needle)
        guard text.count >= wanted.count else { return nil }
        for start in 0...text.count - wanted.count
        where zip(text[start...], wanted).allSatisfy({ $0.lowercased() == String($1) }) {
            let column = String(text[..<start]).columnCount
            return column..<column + String(text[start..<start + wanted.count]).columnCount
        }
        return nil
    }
}
