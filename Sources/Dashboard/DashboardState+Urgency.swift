import ProgressModel

extension DashboardState {
    /// Whether somebody waits to see what an event changes; a bar that moves on is no such thing.
    package func isUrgent(_ event: DashboardEvent) -> Bool {
        if case .serverClock = event { return false }
        guard case .changed(let task) = event, let known = store[task.id] else { return true }
        return known.status != task.status || known.isStalled != task.isStalled || known.isReleasing != task.isReleasing
    }
}
