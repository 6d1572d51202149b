/// How often a worker speaks, and so how long its silence is nothing unusual.
struct ReportingRhythm: Sendable {
    /// A known rhythm allows silence for so many of its intervals.
    private static let intervalsOfSilence = 4.0
    private static let leastIntervals = 3
    /// An interval so long weighs half against all before it; a burst of reports weighs next to nothing.
    private static let memorySeconds = 60.0
    /// Nothing longer is taken for a rhythm: it was an interruption.
    private static let longestIntervalSeconds = 600.0

    /// The last report, or the creation of the task before the first.
    private(set) var lastHeardAt: Timestamp
    private var intervals = 0
    private var watchedSeconds = 0.0
    private var usualInterval = 0.0

    init(since time: Timestamp) {
        lastHeardAt = time
    }

    /// Takes note of a report.
    ///
    /// The first ends the wait for a worker, which says nothing about its rhythm.
    mutating func heard(at now: Timestamp, isFirst: Bool) {
        let interval = min(max(0, now - lastHeardAt), Self.longestIntervalSeconds)
        lastHeardAt = now
        if isFirst { return }
        let kept = intervals == 0 ? 0 : Self.memorySeconds / (Self.memorySeconds + interval)
        usualInterval = usualInterval * kept + interval * (1 - kept)
        intervals += 1
        watchedSeconds += interval
    }

    /// Nothing could be heard until now; that says nothing about the worker or its rhythm.
    mutating func excuseSilence(until now: Timestamp) {
        lastHeardAt = max(lastHeardAt, now)
    }

    /// Seconds of silence that are still nothing unusual.
    ///
    /// A rhythm is known once it was watched for as long as silence is allowed without one.
    func allowedSilence(_ limits: TaskLimits) -> Double {
        guard intervals >= Self.leastIntervals, watchedSeconds >= limits.stallAfterSeconds else {
            return limits.stallAfterSeconds
        }
        return max(Self.intervalsOfSilence * usualInterval, limits.shortestStallSeconds)
    }
}
