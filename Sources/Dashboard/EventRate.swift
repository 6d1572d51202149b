import ProgressModel

/// How many changes come a second: over the last five seconds for the figure, over the last twenty for the curve.
struct EventRate: Sendable {
    private static let window = 5
    static let curveSeconds = 20

    private var counts: [Int: Int] = [:]

    mutating func record(_ count: Int, at now: Timestamp) {
        let second = EventRate.second(of: now)
        counts[second, default: 0] += count
        if counts.count > EventRate.curveSeconds + 1 {
            counts = counts.filter { isRecent($0.key, at: second, EventRate.curveSeconds + 1) }
        }
    }

    /// What comes at this rate and another together.
    func adding(_ other: EventRate) -> EventRate {
        var sum = self
        sum.counts.merge(other.counts) { $0 + $1 }
        return sum
    }

    func perSecond(at now: Timestamp) -> Double {
        let second = EventRate.second(of: now)
        let recent = counts.filter { isRecent($0.key, at: second, EventRate.window) }.values.reduce(0, +)
        return Double(recent) / Double(EventRate.window)
    }

    /// Whether the figure or the curve will change although nothing comes.
    func isMoving(at now: Timestamp) -> Bool {
        let second = EventRate.second(of: now)
        return counts.contains { $0.value > 0 && isRecent($0.key, at: second, EventRate.curveSeconds + 1) }
    }

    /// Changes in each of the last whole seconds, the oldest first.
    func curve(at now: Timestamp) -> [Int] {
        let second = EventRate.second(of: now)
        return (1...EventRate.curveSeconds).reversed().map { counts[second - $0, default: 0] }
    }

    private func isRecent(_ second: Int, at now: Int, _ window: Int) -> Bool { second > now - window && second <= now }

    private static func second(of time: Timestamp) -> Int { Int(exactly: time.seconds.rounded(.down)) ?? 0 }
}
