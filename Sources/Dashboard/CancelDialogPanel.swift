import ProgressModel
import Screen

/// The question before a task is cancelled: it names the task, and says so when it ends before the answer.
struct CancelDialogPanel {
    let dialog: CancelDialog
    let row: TaskRow

    private static let widest = 64

    func draw(over area: Area, of frame: inout Frame) {
        let symbols = Symbols(row.repertoire)
        let lines = fitting(area.rows - Panel.edge.rows, symbols: symbols)
        let place = area.centred(
            rows: lines.count + Panel.edge.rows,
            columns: min(CancelDialogPanel.widest, area.columns),
        )
        let panel = Panel(
            title: hasEnded ? "This task has ended" : "Cancel this task?",
            style: Style(foreground: hasEnded ? .cyan : .yellow, isBold: true),
            box: symbols.box,
        )
        let inside = panel.draw(in: place, of: &frame)
        for (offset, line) in lines.enumerated() {
            line.draw(
                in: Area(row: inside.row + offset, column: inside.column, rows: 1, columns: inside.columns),
                of: &frame,
            )
        }
    }

    private var hasEnded: Bool { row.task.status.isTerminal }

    /// The lines for so many rows: on a low screen without the blank ones, then without the state.
    private func fitting(_ rows: Int, symbols: Symbols) -> [StyledLine] {
        let task = row.task
        let name = [task.title, task.type].filter { !$0.isEmpty }.joined(separator: symbols.separator)
        let id = StyledLine(task.id, Style(isBold: true))
        let blank = StyledLine()
        let layouts = [
            [blank, StyledLine(name), id, blank, standing(symbols), blank, buttons],
            [StyledLine(name), id, standing(symbols), buttons], [StyledLine(name), id, buttons], [id, buttons],
        ]
        return layouts.first { $0.count <= rows } ?? [id, buttons]
    }

    private func standing(_ symbols: Symbols) -> StyledLine {
        var line = StyledLine(row.status(columns: .max), row.condition.style)
        line.append(
            "\(symbols.separator)\(row.percent)\(symbols.separator)\(row.elapsed)\(hasEnded ? "" : " so far")",
            Style(isDim: true),
        )
        return line
    }

    private var buttons: StyledLine {
        if hasEnded { return StyledLine("[ Close ]", Style(isReversed: true)) }
        var line = StyledLine("[ Yes, cancel ]", style(of: .cancel))
        line.append("  ")
        line.append("[ No, keep ]", style(of: .keep))
        return line
    }

    private func style(of choice: CancelDialog.Choice) -> Style {
        choice == dialog.choice ? Style(isBold: true, isReversed: true) : Style(isDim: true)
    }
}
