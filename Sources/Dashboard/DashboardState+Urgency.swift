import ProgressModel

extension DashboardState {
    /// Whether somebody waits to see what an event changes; a bar that moves on is no such thing.
    package func isUrgent(_ event: DashboardEvent) -> Bool {
        if case .news(.clock, _) = event { return false }
        guard case .news(.changed(let task), let server) = event,
            let known = servers[WatchedTask.ID(task.id, on: server)]
        else { return true }
        return known.status != task.status || known.isStalled != task.isStalled || known.isReleasing != task.isReleasing
    }
}
