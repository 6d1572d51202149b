import ProgressModel
import Screen

/// The line above the footer: what just happened, what is wrong with the connection, or all about the selected task.
struct DetailLine {
    let state: DashboardState
    let now: Timestamp

    func draw(in area: Area, of frame: inout Frame) {
        let (text, style) = content
        let ellipsis = Symbols(state.capabilities.repertoire).ellipsis
        frame.write(
            text.truncated(toColumns: area.columns - 2, ellipsis: ellipsis),
            row: area.row,
            column: 1,
            style: style,
        )
    }

    private var content: (String, Style) {
        if let notice = state.notice, now < notice.until {
            return (notice.text, Style(foreground: notice.isProblem ? .red : .cyan, isBold: true))
        }
        if case .disconnected(let reason, _, _) = state.connection {
            return ("\(reason); r tries again now", Style(foreground: .red))
        }
        return (selection, Style(isDim: true))
    }

    private var selection: String {
        guard let task = state.selectedID.flatMap({ state.tasks[$0] }) else { return "" }
        return [task.title, task.message, task.type, task.id].filter { !$0.isEmpty }
            .joined(separator: Symbols(state.capabilities.repertoire).separator)
    }
}
