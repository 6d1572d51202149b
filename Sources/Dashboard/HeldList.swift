import ProgressModel

/// The list as it was when it had to hold still.
struct HeldList: Sendable {
    let rows: TaskRows
    /// With the frozen picture also the servers and their tasks as they were.
    var servers: [ServerState]?
    let since: Timestamp
    var isFrozen: Bool { servers != nil }
}

/// Rows hold still while somebody is about to act on one: for a moment after each key, under a question, and frozen by a key.
extension DashboardState {
    /// Seconds after a key in which no row moves by itself.
    static let holdTime = 1.0

    var shownRows: TaskRows { held?.rows ?? rows }

    /// The task as the list shows it; with its last record when it is gone.
    func shownTask(_ id: WatchedTask.ID) -> WatchedTask? {
        (held?.servers?[id] ?? servers[id] ?? gone[id]).map { WatchedTask($0, on: id.server) }
    }

    func shownTask(row: Int) -> WatchedTask? { shownRows[row].flatMap(shownTask) }

    /// Whether the row is kept only because the cursor, or the hold, needs it.
    func isGone(_ id: WatchedTask.ID) -> Bool { servers[id] == nil }

    var selectedTask: WatchedTask? { selectedID.flatMap(shownTask) }

    /// To be called before the order of the rows changes by itself.
    mutating func holdRows() {
        guard held == nil, lastUpdate < holdUntil || overlay != nil else { return }
        held = HeldList(rows: rows, since: lastUpdate)
    }

    /// Lets the rows go where they belong when nothing keeps them any more.
    mutating func releaseRows() {
        guard let held, !held.isFrozen, lastUpdate >= holdUntil, overlay == nil else { return }
        release()
    }

    mutating func toggleFreeze() {
        if held?.isFrozen == true { return release() }
        held = HeldList(rows: shownRows, servers: servers, since: lastUpdate)
    }

    private mutating func release() {
        keepingPlace { state in
            let task = state.selectedTask
            state.held = nil
            if let task, !state.rows.contains(task.id) {
                state.rows.put(state.arrangement.place(of: task))
                if state.isGone(task.id) { state.gone[task.id] = task.record }
            }
            state.gone = state.gone.filter { $0.key == state.selectedID }
        }
    }
}
