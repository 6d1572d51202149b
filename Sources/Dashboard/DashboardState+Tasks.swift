import Filtering
import ProgressModel

/// What the server says about tasks, taken into the list.
extension DashboardState {
    mutating func receive(_ chunk: [GenerationTask], more: Bool) {
        let taken = chunk.filter { take($0) }
        holdRows()
        keepingPlace { $0.arrange(taken) }
        guard !more else { return }
        hasSnapshot = true
        forecast.invalidate()
        for id in unconfirmed ?? [] { forget(id) }
        unconfirmed = nil
        isNewEpoch = false
    }

    mutating func changed(_ task: GenerationTask, now: Timestamp) {
        rate.record(1, at: now)
        let known = store[task.id]
        let wasActive = !store.activeIDs.isEmpty
        guard take(task) else { return }
        if moves(task) {
            holdRows()
            keepingPlace { $0.arrange([task]) }
        }
        noteLife(of: task, before: known, now: now)
        if isFollowing, known?.status != task.status, shownRows.contains(task.id) { select(task.id) }
        if wasActive { announceEnd() }
        if details != nil, task.id == selectedID, known?.status != task.status { fetchHistory() }
    }

    mutating func removed(_ id: String, now: Timestamp) {
        rate.record(1, at: now)
        unconfirmed?.remove(id)
        guard let task = store[id] else { return }
        (graces[id], cancels[id]) = (nil, nil)
        forget(id)
        if case .dialog(let dialog) = overlay, dialog.targets.map(\.id) == [id] {
            overlay = nil
            say(texts.isGone(shortID(task.id)), now: now)
        }
    }

    /// Puts a record into the store; false when it is no news.
    private mutating func take(_ task: GenerationTask) -> Bool {
        let isOfBefore = unconfirmed?.remove(task.id) != nil
        switch store.put(task, replacing: isNewEpoch && isOfBefore) {
        case .ignored: return false
        case .put: break
        case .forgot(let ids): for id in ids { rows.remove(id) }
        }
        gone[task.id] = nil
        if task.status.isTerminal { (graces[task.id], cancels[task.id]) = (nil, nil) }
        return true
    }

    /// Whether a record calls for a change of the rows.
    private func moves(_ task: GenerationTask) -> Bool {
        arrangement.accepts(task, at: clock(at: lastUpdate))
            ? !rows.has(arrangement.place(of: task)) : rows.contains(task.id) && task.id != selectedID
    }

    /// Puts the rows of tasks where they belong; one that no longer fits stays while the cursor is on it.
    private mutating func arrange(_ tasks: [GenerationTask]) {
        let clock = clock(at: lastUpdate)
        var places: [RowPlace] = []
        for task in tasks {
            if arrangement.accepts(task, at: clock) || task.id == selectedID && rows.contains(task.id) {
                places.append(arrangement.place(of: task))
            } else {
                rows.remove(task.id)
            }
        }
        rows.put(places)
    }

    /// Takes a task off the list, except for its row while the cursor is on it or the rows hold still.
    private mutating func forget(_ id: String) {
        guard let task = store[id] else { return }
        holdRows()
        let isKept = id == selectedID || held?.rows.contains(id) == true
        keepingPlace { state in
            state.store.remove(id)
            state.marks.remove(id)
            if isKept { state.gone[id] = task }
            if id != state.selectedID { state.rows.remove(id) }
        }
    }

    /// Builds the list anew after the order or the filter was changed by a key.
    ///
    /// A cursor whose task is not on it any more goes to the row that took its place.
    mutating func rearrange(keeping anchor: String? = nil) {
        let oldRow = selectedRow ?? 0
        let line = oldRow - topRow
        let clock = clock(at: lastUpdate)
        rows = arrangement.rows(of: store.all, at: clock)
        if let frozen = held?.store {
            held = HeldList(
                rows: arrangement.rows(of: frozen.all, at: clock),
                store: frozen,
                since: held?.since ?? clock,
            )
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
        let clock = clock(at: lastUpdate)
        guard arrangement.filter.dependsOnTime, clock.seconds.rounded(.down) != filteredSecond else { return }
        filteredSecond = clock.seconds.rounded(.down)
        let wanted = arrangement.rows(of: store.all, at: clock)
        guard Set(wanted.ids) != Set(rows.ids) else { return }
        holdRows()
        keepingPlace { state in
            let selected = state.selectedTask
            state.rows = wanted
            if let selected { state.rows.put(state.arrangement.place(of: selected)) }
        }
    }

    private mutating func announceEnd() {
        guard store.activeIDs.isEmpty, settings.announcesEnd else { return }
        effects.append(.announce(texts.allEnded))
    }
}
