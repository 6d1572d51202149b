import Filtering
package import ProgressModel

extension DashboardState {
    /// When the picture will change by the clock alone, so that a loop may sleep until then; nil when only an event changes it.
    ///
    /// Running times, countdowns and ages tick together, once a second.
    package func nextRedraw(after now: Timestamp) -> Timestamp? {
        let isTicking =
            staleSince != nil || rate.isMoving(at: now) || held?.isFrozen == true || !graces.isEmpty
            || isConnected && visibleRows(pageRows).contains { row in changesByClock(row) }
            || isConnected && arrangement.filter.dependsOnTime && !store.activeIDs.isEmpty
        let tick = isTicking ? Timestamp(seconds: now.seconds.rounded(.down) + 1) : nil
        let noticeEnd = notice.flatMap { $0.until > now ? $0.until : nil }
        let release = held != nil && held?.isFrozen == false && overlay == nil ? holdUntil : nil
        return ([tick, noticeEnd, release].compactMap(\.self) + graceEnds).min()
    }

    private func changesByClock(_ row: Int) -> Bool {
        shownTask(row: row).map { !Condition(of: $0).isQuiet && !isGone($0.id) } ?? false
    }
}
