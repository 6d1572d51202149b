import ProgressModel

/// When everything that runs now will be done.
///
/// Looked up once a second, for it means a look at every task in progress.
struct Forecast: Sendable {
    /// The end of the last one, by the server's clock; nil when none is known.
    private(set) var end: Timestamp?
    /// Whether there are running tasks whose end nobody knows.
    private(set) var isOpen = false
    private var second = 0.0

    /// Has it looked up again at once.
    mutating func invalidate() {
        second = 0
    }

    mutating func refresh(_ store: TaskStore, at clock: Timestamp) {
        let now = clock.seconds.rounded(.down)
        guard now != second else { return }
        second = now
        end = nil
        isOpen = false
        for id in store.activeIDs {
            guard let task = store[id], Condition.running.contains(Condition(of: task)) else { continue }
            guard let seconds = task.etaSeconds, seconds.isFinite else {
                isOpen = true
                continue
            }
            end = max(end ?? clock, task.updatedAt + seconds)
        }
    }
}
