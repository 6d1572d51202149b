/// Counts of latencies by size, in constant memory: what percentiles are read from.
///
/// A latency is known to 1.6 % (64 steps for each power of two), up to 18 minutes; longer ones count as that. The largest is kept
/// exactly.
package struct LatencyHistogram: Sendable, Equatable {
    private static let stepBits = 6
    private static let steps = 1 << stepBits
    private static let largestBits = 40
    private static let ceiling: UInt64 = 1 << UInt64(largestBits) - 1

    private var counts = [Int](repeating: 0, count: (largestBits - stepBits + 1) * steps)
    package private(set) var count = 0
    /// Nanoseconds.
    package private(set) var maximum: UInt64 = 0

    package init() {}

    /// - Parameter nanoseconds: How long it took.
    package mutating func record(_ nanoseconds: UInt64) {
        counts[LatencyHistogram.place(of: min(nanoseconds, LatencyHistogram.ceiling))] += 1
        count += 1
        maximum = max(maximum, nanoseconds)
    }

    /// The latency in nanoseconds that this share of all, from 0 to 1, did not exceed; nil when nothing was recorded.
    package func percentile(_ share: Double) -> UInt64? {
        guard count > 0 else { return nil }
        let rank = max(1, Int((min(max(share, 0), 1) * Double(count)).rounded(.up)))
        var seen = 0
        for (place, number) in counts.enumerated() {
            seen += number
            if seen >= rank { return min(LatencyHistogram.upperEdge(of: place), maximum) }
        }
        return maximum
    }

    private static func place(of value: UInt64) -> Int {
        guard value >= steps else { return Int(value) }
        let shift = 63 - value.leadingZeroBitCount - stepBits
        return shift * steps + Int(value >> UInt64(shift))
    }

    private static func upperEdge(of place: Int) -> UInt64 {
        guard place >= 2 * steps else { return UInt64(place) }
        let shift = UInt64(place / steps - 1)
        return UInt64(place % steps + steps + 1) << shift - 1
    }
}
