/// Decides when the next frame is due: soon after something happened, never more often than eyes or the line can follow.
package struct FramePacer: Sendable {
    /// 30 frames a second.
    package static let shortestInterval = Duration.milliseconds(33)
    /// Between two frames that only move what moves anyway, such as bars: 4 a second.
    package static let calmInterval = Duration.milliseconds(250)
    /// The slowest a slow line can make it.
    package static let longestInterval = Duration.seconds(1)

    private var isStale = true
    /// Whether what makes the screen stale should be seen at once.
    private var isUrgent = true
    private var lastStart: ContinuousClock.Instant?
    private var interval = FramePacer.shortestInterval

    package init() {}

    /// Something happened that may look different; what somebody waits for is urgent.
    package mutating func inputArrived(isUrgent: Bool = true) {
        isStale = true
        self.isUrgent = self.isUrgent || isUrgent
    }

    /// The screen has to be drawn anew without delay.
    package mutating func screenWasLost() {
        isStale = true
        isUrgent = true
        lastStart = nil
    }

    /// A frame was painted; half of the time at most is spent on painting.
    package mutating func painted(from start: ContinuousClock.Instant, to end: ContinuousClock.Instant) {
        isStale = false
        isUrgent = false
        lastStart = start
        interval = min(max(FramePacer.shortestInterval, (end - start) * 2), FramePacer.longestInterval)
    }

    /// When to paint next, given when the screen changes by itself, as clocks do; nil for not until something happens.
    package func nextPaint(redraw: ContinuousClock.Instant?, now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        if isStale, isUrgent { return notBefore(interval, now) }
        let calm = isStale ? notBefore(max(interval, FramePacer.calmInterval), now) : nil
        return [calm, redraw.map { notBefore(interval, $0) }].compactMap(\.self).min()
    }

    /// The wanted moment, put off until so long after the last frame.
    private func notBefore(_ interval: Duration, _ wanted: ContinuousClock.Instant) -> ContinuousClock.Instant {
        lastStart.map { max(wanted, $0 + interval) } ?? wanted
    }
}
