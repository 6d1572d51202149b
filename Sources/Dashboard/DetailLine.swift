import ProgressModel
import Screen

/// The line above the footer: what just happened, what is wrong with the connection, or all about the selected task.
struct DetailLine {
    /// Seconds a worker may take to let go before the hint to use force.
    static let patience = 10.0

    let state: DashboardState
    let now: Timestamp

    func draw(in area: Area, of frame: inout Frame) {
        let (text, style) = content
        frame.write(
            text.truncated(toColumns: area.columns - 2, ellipsis: state.symbols.ellipsis),
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
            return (state.texts.triesAgain(reason, key: state.keyName(.reconnect)), Style(foreground: .red))
        }
        guard let task = state.selectedTask else { return ("", .plain) }
        return forceHint(task).map { ($0, Style(foreground: .magenta, isBold: true)) }
            ?? (facts(of: task), Style(isDim: true))
    }

    private func forceHint(_ task: GenerationTask) -> String? {
        let waited = state.clock(at: now) - (task.finishedAt ?? task.updatedAt)
        guard task.isReleasing, waited >= DetailLine.patience, state.restriction(on: .force) == nil else { return nil }
        return state.texts.forceHint(String(duration: waited), key: state.keyName(.force))
    }

    private func facts(of task: GenerationTask) -> String {
        [task.title, task.message, task.type, task.id].filter { !$0.isEmpty }.joined(separator: state.symbols.separator)
    }
}
