/// Decides when the next frame is due: soon after something happened, never more often than eyes or the line can follow.
package struct FramePacer: Sendable {
    /// 30 frames a second.
    package static let shortestInterval = Duration.milliseconds(33)
    /// The slowest a slow line can make it.
    package static let longestInterval = Duration.seconds(1)

    private var isStale = true
    private var earliest: ContinuousClock.Instant?

    package init() {}

    /// Something happened that may look different.
    package mutating func inputArrived() {
        isStale = true
    }

    /// The screen has to be drawn anew without delay.
    package mutating func screenWasLost() {
        isStale = true
        earliest = nil
    }

    /// A frame was painted; half of the time at most is spent on painting.
    package mutating func painted(from start: ContinuousClock.Instant, to end: ContinuousClock.Instant) {
        isStale = false
        let interval = min(max(FramePacer.shortestInterval, (end - start) * 2), FramePacer.longestInterval)
        earliest = start + interval
    }

    /// When to paint next, given when the screen changes by itself, as clocks do; nil for not until something happens.
    package func nextPaint(redraw: ContinuousClock.Instant?, now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard let wanted = isStale ? now : redraw else { return nil }
        return max(wanted, earliest ?? wanted)
    }
}
