import ProgressModel

extension Timestamp {
    /// The wall clock as it was at the start, going on evenly: waits measured by it do not notice when somebody sets the clock.
    static var steady: Timestamp { start.time + (ContinuousClock.now - start.instant) / .seconds(1) }

    private static let start = (time: Timestamp.now, instant: ContinuousClock.now)
}
