import Screen

/// A line of text in several styles, measured before it is drawn.
struct StyledLine {
    private var runs: [(text: String, style: Style)] = []
    private(set) var columnCount = 0

    init() {}

    init(_ text: String, _ style: Style = .plain) {
        append(text, style)
    }

    var isEmpty: Bool { runs.isEmpty }

    mutating func append(_ text: String, _ style: Style = .plain) {
        runs.append((text, style))
        columnCount += text.columnCount
    }

    mutating func append(_ line: StyledLine) {
        runs += line.runs
        columnCount += line.columnCount
    }

    /// Draws the line in the first row of the area, from its left edge; an ellipsis ends one that is cut at its right.
    func draw(in area: Area, of frame: inout Frame) {
        guard area.rows > 0 else { return }
        let ellipsis = columnCount > area.columns ? frame.ellipsis : ""
        let room = area.columns - ellipsis.columnCount
        var used = 0
        for run in runs where used < room {
            let isLast = used + run.text.columnCount > room
            used += frame.write(
                isLast ? run.text.truncated(toColumns: room - used, ellipsis: "") + ellipsis : run.text,
                row: area.row,
                column: area.column + used,
                style: run.style,
                maximumWidth: area.columns - used,
            )
            if isLast { return }
        }
    }

    /// Draws the line so that it ends at the right edge of the area; nothing where it does not fit.
    func drawAtRight(in area: Area, of frame: inout Frame) {
        guard columnCount <= area.columns else { return }
        let column = area.column + area.columns - columnCount
        draw(in: Area(row: area.row, column: column, rows: area.rows, columns: columnCount), of: &frame)
    }
}

extension Frame {
    /// What stands in the place of a text that is cut.
    var ellipsis: String { Symbols(repertoire).ellipsis }
}
