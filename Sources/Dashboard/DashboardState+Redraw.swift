import Filtering
package import ProgressModel

extension DashboardState {
    /// When the picture will change by the clock alone, so that a loop may sleep until then; nil when only an event changes it.
    ///
    /// Running times, countdowns and ages tick together, once a second.
    package func nextRedraw(after now: Timestamp) -> Timestamp? {
        let isTicking =
            servers.contains { $0.staleSince != nil } || held?.isFrozen == true || !graces.isEmpty
            || shownServers.servers.contains { $0.rate.isMoving(at: now) || isFilteredByClock($0) }
            || visibleRows(pageRows).contains { row in changesByClock(row) }
        let tick = isTicking ? Timestamp(seconds: now.seconds.rounded(.down) + 1) : nil
        let noticeEnd = notice.flatMap { $0.until > now ? $0.until : nil }
        let release = held != nil && held?.isFrozen == false && overlay == nil ? holdUntil : nil
        return ([tick, noticeEnd, release].compactMap(\.self) + graceEnds).min()
    }

    private func isFilteredByClock(_ server: ServerState) -> Bool {
        server.isConnected && arrangement.filter.dependsOnTime && !server.tasks.activeIDs.isEmpty
    }

    private func changesByClock(_ row: Int) -> Bool {
        guard let task = shownTask(row: row), servers[task.id.server]?.isConnected == true else { return false }
        return !Condition(of: task.record).isQuiet && !isGone(task.id)
    }
}
