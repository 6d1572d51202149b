/// A moment on the wall clock, in seconds since 1970-01-01 00:00 UTC, with a fraction.
///
/// Nothing in the model reads a clock: whoever calls it says what time it is.
package struct Timestamp: Sendable, Hashable, Comparable {
    package var seconds: Double

    package init(seconds: Double) {
        self.seconds = seconds
    }

    /// A moment from outside, brought into the years 1970 to 9999; NaN becomes 1970.
    package init(clamping seconds: Double) {
        self.init(seconds: seconds.isNaN ? 0 : min(max(seconds, 0), 253_402_300_799))
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.seconds < right.seconds }
    package static func + (time: Timestamp, seconds: Double) -> Timestamp { Timestamp(seconds: time.seconds + seconds) }

    /// Seconds from one moment to another; negative when the second lies before the first.
    package static func - (later: Timestamp, earlier: Timestamp) -> Double { later.seconds - earlier.seconds }
}
