package import ProgressModel

/// When the moments of a recording come round again, faster or slower than they were.
package struct ReplayClock: Sendable {
    private let speed: Double
    private let startedAt: Duration
    private var elapsed = 0.0
    private var last: Timestamp?

    /// - Parameter speed: How many seconds of the recording pass in one of ours; 0 does not wait at all.
    package init(speed: Double, startedAt: Duration) {
        self.speed = speed
        self.startedAt = startedAt
    }

    /// When the next moment is due.
    ///
    /// Where the recorder's clock was set back, no time passes.
    package mutating func due(_ moment: Timestamp) -> Duration {
        elapsed += max(0, moment - (last ?? moment))
        last = moment
        guard speed > 0 else { return startedAt }
        // A century is as good as for ever, and can be added.
        return startedAt + .seconds(min(elapsed / speed, 3.2e9))
    }
}
