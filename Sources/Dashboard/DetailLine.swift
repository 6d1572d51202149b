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
        if let complaint { return (complaint, Style(foreground: .red)) }
        guard let task = state.selectedTask else { return ("", .plain) }
        return forceHint(task).map { ($0, Style(foreground: .magenta, isBold: true)) }
            ?? (facts(of: task), Style(isDim: true))
    }

    /// What is wrong with the connection that the selected task depends on.
    private var complaint: String? {
        let concerned = state.selectedID.flatMap { state.servers[$0.server] }.map { [$0] } ?? state.shownServers.servers
        for server in concerned {
            guard case .disconnected(let reason, _, _) = server.connection else { continue }
            let name = server.label.name
            let whole = name.isEmpty ? reason : "\(name): \(reason)"
            return state.texts.triesAgain(whole, key: state.keyName(.reconnect))
        }
        return nil
    }

    private func forceHint(_ task: WatchedTask) -> String? {
        let server = task.id.server
        let waited = state.clock(of: server, at: now) - (task.record.finishedAt ?? task.record.updatedAt)
        guard task.record.isReleasing, waited >= DetailLine.patience,
            state.restriction(on: .force, at: server) == nil
        else { return nil }
        return state.texts.forceHint(String(duration: waited), key: state.keyName(.force))
    }

    private func facts(of task: WatchedTask) -> String {
        let record = task.record
        return [record.title, record.message, record.type, state.fullID(task.id)].filter { !$0.isEmpty }.joined(
            separator: state.symbols.separator
        )
    }
}
