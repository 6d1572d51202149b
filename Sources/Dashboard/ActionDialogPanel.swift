import ProgressModel
import Screen

/// The question before something is done to tasks: it names the one, or counts the many and says what is lost.
struct ActionDialogPanel {
    private let state: DashboardState
    private let dialog: ActionDialog
    private let now: Timestamp
    private let tasks: [WatchedTask]

    private static let widest = 64

    private var texts: Texts { state.texts }

    init(state: DashboardState, dialog: ActionDialog, now: Timestamp) {
        self.state = state
        self.dialog = dialog
        self.now = now
        tasks = dialog.targets.compactMap { state.shownTask($0.id) }
    }

    func draw(over area: Area, of frame: inout Frame) {
        let lines = fitting(area.rows - Panel.edge.rows)
        let place = area.centred(
            rows: lines.count + Panel.edge.rows,
            columns: min(ActionDialogPanel.widest, area.columns),
        )
        let panel = Panel(
            title: title,
            style: Style(foreground: colour, isBold: true),
            box: state.symbols.box,
        )
        let inside = panel.draw(in: place, of: &frame)
        for (offset, line) in lines.enumerated() { line.draw(in: inside.line(offset), of: &frame) }
    }

    private var title: String {
        hasEnded ? texts.leftNothing(of: dialog.verb) : texts.question(dialog.verb, count: dialog.targets.count)
    }

    private var colour: Color {
        if hasEnded { return .cyan }
        return switch dialog.verb {
        case .cancel, .retry: .yellow
        case .force, .delete: .red
        }
    }

    /// Nothing is left to do it to.
    var hasEnded: Bool { !tasks.contains { isPossible($0) } }

    private func isPossible(_ task: WatchedTask) -> Bool {
        state.canApply(dialog.verb, to: task)
    }

    /// The lines for so many rows: on a low screen without the blank ones, then without what can be seen elsewhere.
    private func fitting(_ rows: Int) -> [StyledLine] {
        let blank = StyledLine()
        let layouts: [[StyledLine]]
        if dialog.targets.count == 1, let task = tasks.first {
            let warning = warning.map { [$0] } ?? []
            let id = StyledLine(state.fullID(task.id), Style(isBold: true))
            layouts = [
                [blank, name(of: task), id, blank, standing(of: task)] + warning + [blank, buttons],
                [name(of: task), id, standing(of: task)] + warning + [buttons], [name(of: task), id, buttons],
                [id, buttons],
            ]
        } else {
            let facts = losses + (warning.map { [$0] } ?? [])
            let beginning = facts.isEmpty ? [blank] : [blank] + facts + [blank]
            layouts =
                [6, 4, 3].map { beginning + names(at: most($0, rows)) + [blank, buttons] }
                + [facts + [buttons], losses + [buttons]]
        }
        return layouts.first { $0.count <= rows } ?? [buttons]
    }

    private func most(_ count: Int, _ rows: Int) -> Int { min(count, max(1, rows - 8)) }

    private func name(of task: WatchedTask) -> StyledLine {
        StyledLine(
            [task.record.title, task.record.type].filter { !$0.isEmpty }.joined(separator: state.symbols.separator)
        )
    }

    private func standing(of task: WatchedTask) -> StyledLine {
        let row = TaskRow(task, in: state, now: now)
        let separator = state.symbols.separator
        let time = task.record.status.isTerminal ? row.elapsed : texts.soFar(row.elapsed)
        var line = StyledLine(row.status(columns: .max), row.condition.style)
        line.append("\(separator)\(row.percent)\(separator)\(time)", Style(isDim: true))
        return line
    }

    private var warning: StyledLine? {
        switch dialog.verb {
        case .cancel, .retry: nil
        case .force: StyledLine(texts.forceExplained, Style(foreground: .red))
        case .delete: StyledLine(texts.deleteExplained, Style(foreground: .red))
        }
    }

    /// How many run, how much work that is, how many have not begun, how many have ended meanwhile.
    private var losses: [StyledLine] {
        let open = tasks.filter(isPossible)
        let ended = dialog.targets.count - open.count
        let possible = open.filter { state.restriction(on: dialog.verb, at: $0.id.server) == nil }
        let unasked = open.count - possible.count
        var lines: [StyledLine] = []
        if dialog.verb.endsWork {
            let running = possible.filter { $0.record.startedAt != nil || $0.record.status != .pending }
            let work = running.reduce(0) { $0 + max(0, time(of: $1)) }
            let waiting = possible.count - running.count
            if !running.isEmpty {
                lines.append(
                    StyledLine(texts.running(running.count, work: String(duration: work)), Style(isBold: true))
                )
            }
            if waiting > 0 { lines.append(StyledLine(texts.waiting(waiting))) }
        }
        if unasked > 0 { lines.append(StyledLine(texts.notAsked(unasked), Style(foreground: .yellow))) }
        if ended > 0 { lines.append(StyledLine(texts.leftAlone(ended, by: dialog.verb), Style(isDim: true))) }
        return lines
    }

    private func time(of task: WatchedTask) -> Double {
        let (record, clock) = (task.record, state.clock(of: task.id.server, at: now))
        return (record.finishedAt ?? clock) - (record.startedAt ?? record.createdAt)
    }

    private func names(at most: Int) -> [StyledLine] {
        let shown = tasks.prefix(most).map { task in
            var line = StyledLine(state.shortID(task.id), Style(isBold: true))
            line.append("  \(task.record.title.isEmpty ? task.record.type : task.record.title)")
            return line
        }
        let rest = tasks.count - shown.count
        return rest > 0 ? shown + [StyledLine(texts.more(rest), Style(isDim: true))] : shown
    }

    private var buttons: StyledLine {
        if hasEnded { return StyledLine("[ \(texts.close) ]", Style(isReversed: true)) }
        var line = StyledLine("[ \(texts.yes(dialog.verb)) ]", style(of: .confirm))
        line.append("  ")
        line.append("[ \(texts.keep) ]", style(of: .keep))
        return line
    }

    private func style(of choice: ActionDialog.Choice) -> Style {
        choice == dialog.choice ? Style(isBold: true, isReversed: true) : Style(isDim: true)
    }
}
