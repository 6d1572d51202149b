import Filtering
import ProgressModel

/// What servers say about tasks, taken into the list.
extension DashboardState {
    mutating func received(_ chunk: [GenerationTask], more: Bool, from server: ServerID) {
        let taken = chunk.map { WatchedTask($0, on: server) }.filter { take($0) }
        holdRows()
        keepingPlace { $0.arrange(taken) }
        guard !more else { return }
        for id in servers[server.index].snapshotEnded() { forget(WatchedTask.ID(id, on: server)) }
    }

    mutating func changed(_ task: WatchedTask, now: Timestamp) {
        servers[task.id.server.index].rate.record(1, at: now)
        let known = servers[task.id]
        let wasActive = hasActiveTasks
        guard take(task) else { return }
        if moves(task) {
            holdRows()
            keepingPlace { $0.arrange([task]) }
        }
        noteLife(of: task, before: known, now: now)
        let isOther = known?.status != task.record.status
        if isFollowing, isOther, shownRows.contains(task.id) { select(task.id) }
        if wasActive { announceEnd() }
        if details != nil, task.id == selectedID, isOther { fetchHistory() }
    }

    mutating func removed(_ id: WatchedTask.ID, now: Timestamp) {
        servers[id.server.index].rate.record(1, at: now)
        guard !isGone(id) else { return servers[id.server.index].remove(id.taskID) }
        (graces[id], cancels[id]) = (nil, nil)
        forget(id)
        if case .dialog(let dialog) = overlay, dialog.targets.map(\.id) == [id] {
            overlay = nil
            say(texts.isGone(shortID(id)), now: now)
        }
    }

    /// Puts a record where its server's are; false when it is no news.
    private mutating func take(_ task: WatchedTask) -> Bool {
        let server = task.id.server
        switch servers[server.index].put(task.record) {
        case .ignored: return false
        case .put: break
        case .forgot(let ids): for id in ids { rows.remove(WatchedTask.ID(id, on: server)) }
        }
        gone[task.id] = nil
        if task.record.status.isTerminal { (graces[task.id], cancels[task.id]) = (nil, nil) }
        return true
    }

    /// Whether a record calls for a change of the rows.
    private func moves(_ task: WatchedTask) -> Bool {
        isAccepted(task)
            ? !rows.has(arrangement.place(of: task)) : rows.contains(task.id) && task.id != selectedID
    }

    func isAccepted(_ task: WatchedTask) -> Bool {
        servers[task.id.server].map { arrangement.accepts(task.record, of: $0, at: lastUpdate) } ?? false
    }

    /// Puts the rows of tasks where they belong; one that no longer fits stays while the cursor is on it.
    private mutating func arrange(_ tasks: [WatchedTask]) {
        var places: [RowPlace] = []
        for task in tasks {
            if isAccepted(task) || task.id == selectedID && rows.contains(task.id) {
                places.append(arrangement.place(of: task))
            } else {
                rows.remove(task.id)
            }
        }
        rows.put(places)
    }

    /// Takes a task off the list, except for its row while the cursor is on it or the rows hold still.
    private mutating func forget(_ id: WatchedTask.ID) {
        guard let task = servers[id] else { return }
        holdRows()
        let isKept = id == selectedID || held?.rows.contains(id) == true
        keepingPlace { state in
            state.servers[id.server.index].remove(id.taskID)
            state.marks.remove(id)
            if isKept { state.gone[id] = task }
            if id != state.selectedID { state.rows.remove(id) }
        }
    }

    /// Builds the list anew after the order or the filter was changed by a key.
    ///
    /// A cursor whose task is not on it any more goes to the row that took its place.
    mutating func rearrange(keeping anchor: WatchedTask.ID? = nil) {
        let oldRow = selectedRow ?? 0
        let line = oldRow - topRow
        rows = arrangement.rows(of: servers, at: lastUpdate)
        if let held, let frozen = held.servers {
            let rows = arrangement.rows(of: frozen, at: lastUpdate)
            self.held = HeldList(rows: rows, servers: frozen, since: held.since)
        } else {
            held = nil
        }
        gone = [:]
        let wanted = [anchor, selectedID].compactMap(\.self).first(where: shownRows.contains)
        selectedID = wanted ?? shownRows[min(oldRow, shownRows.count - 1)]
        topRow = (selectedRow ?? 0) - line
        scrollToSelection()
    }

    /// Some filters let tasks pass by the clock alone.
    mutating func filterByTime() {
        guard arrangement.filter.dependsOnTime else { return }
        let seconds = servers.map { $0.clock(at: lastUpdate).seconds.rounded(.down) }
        guard seconds != filteredSeconds else { return }
        filteredSeconds = seconds
        let wanted = arrangement.rows(of: servers, at: lastUpdate)
        guard Set(wanted.ids) != Set(rows.ids) else { return }
        holdRows()
        keepingPlace { state in
            let selected = state.selectedTask
            state.rows = wanted
            if let selected { state.rows.put(state.arrangement.place(of: selected)) }
        }
    }

    private var hasActiveTasks: Bool { servers.contains { !$0.tasks.activeIDs.isEmpty } }

    private mutating func announceEnd() {
        guard !hasActiveTasks, settings.announcesEnd else { return }
        effects.append(.announce(texts.allEnded))
    }
}
