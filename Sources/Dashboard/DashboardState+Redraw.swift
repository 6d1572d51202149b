package import ProgressModel

extension DashboardState {
    /// When the picture will change by the clock alone, so that a loop may sleep until then; nil when only an event changes it.
    ///
    /// Running times, countdowns and ages tick together, once a second.
    package func nextRedraw(after now: Timestamp) -> Timestamp? {
        let isTicking =
            staleSince != nil || rate.perSecond(at: now) > 0
            || isConnected && visibleRows(pageRows).contains { row in changesByClock(row) }
        let tick = isTicking ? Timestamp(seconds: now.seconds.rounded(.down) + 1) : nil
        let noticeEnd = notice.flatMap { $0.until > now ? $0.until : nil }
        return [tick, noticeEnd].compactMap(\.self).min()
    }

    private func changesByClock(_ row: Int) -> Bool {
        tasks[row: row].map { !Condition(of: $0).isQuiet } ?? false
    }
}
