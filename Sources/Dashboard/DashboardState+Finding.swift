import Filtering
import ProgressModel
import Screen

/// The filter: typed at the foot of the screen, and at work with every key.
extension DashboardState {
    mutating func openFilter() {
        var prompt = Prompt(.filter, text: arrangement.filter.text)
        prompt.previous = arrangement.filter
        prompt.anchor = selectedID
        open(.prompt(prompt))
    }

    mutating func pressInFilter(_ prompt: Prompt, _ key: Key) {
        var prompt = prompt
        switch FilterLineDeed.keys[key] {
        case .accept:
            guard prompt.problem == nil else { return }
            overlay = nil
            filterHistory.add(arrangement.filter.text)
        case .giveUp:
            overlay = nil
            apply(prompt.previous, keeping: prompt.anchor)
        case .earlier: recall(filterHistory, 1, &prompt)
        case .later: recall(filterHistory, -1, &prompt)
        case nil:
            guard prompt.editor.press(key) else { return }
            prompt.historyStep = 0
            tryFilter(&prompt)
        }
    }

    private mutating func tryFilter(_ prompt: inout Prompt) {
        do throws(FilterError) {
            let filter = try TaskFilter(parsing: prompt.editor.string, ofSeveralServers: hasSeveralServers)
            prompt.problem = nil
            apply(filter, keeping: prompt.anchor)
        } catch {
            prompt.problem = "\(error)"
        }
        overlay = .prompt(prompt)
    }

    private mutating func recall(_ history: InputHistory, _ steps: Int, _ prompt: inout Prompt) {
        let step = max(0, min(history.lines.count, prompt.historyStep + steps))
        prompt.historyStep = step
        prompt.editor = LineEditor(history[steps: step] ?? "")
        tryFilter(&prompt)
    }

    mutating func apply(_ filter: TaskFilter, keeping anchor: WatchedTask.ID?) {
        arrangement.filter = filter
        if !filter.acceptsAll { searched = filter }
        rearrange(keeping: anchor)
    }

    /// Goes to the next row that the last filter accepts, around the end of the list.
    mutating func goToMatch(_ direction: Int, now: Timestamp) {
        let rows = shownRows
        guard let start = selectedRow, rows.count > 0 else { return }
        for step in 1...rows.count {
            let row = ((start + direction * step) % rows.count + rows.count) % rows.count
            guard let task = shownTask(row: row), let server = servers[task.id.server],
                searched.accepts(task.record, on: server.label.name, at: server.clock(at: now))
            else { continue }
            isFollowing = false
            return select(task.id)
        }
        say(texts.noMatch(searched.text), now: now)
    }
}
