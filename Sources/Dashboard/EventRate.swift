import ProgressModel

/// How many changes come a second, as the average over the last five seconds.
struct EventRate: Sendable {
    private static let window = 5

    private var counts: [Int: Int] = [:]

    mutating func record(_ count: Int, at now: Timestamp) {
        let second = EventRate.second(of: now)
        counts[second, default: 0] += count
        if counts.count > EventRate.window { counts = counts.filter { isRecent($0.key, at: second) } }
    }

    func perSecond(at now: Timestamp) -> Double {
        let second = EventRate.second(of: now)
        let recent = counts.filter { isRecent($0.key, at: second) }.values.reduce(0, +)
        return Double(recent) / Double(EventRate.window)
    }

    private func isRecent(_ second: Int, at now: Int) -> Bool { second > now - EventRate.window && second <= now }

    private static func second(of time: Timestamp) -> Int { Int(exactly: time.seconds.rounded(.down)) ?? 0 }
}
