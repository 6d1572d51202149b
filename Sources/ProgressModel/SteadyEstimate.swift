/// The estimate that people see: it runs down with the clock, and is put right only when it is off by more than it is worth
/// to disturb them for.
struct SteadyEstimate: Sendable {
    /// An estimate that is off by less than this share of itself, or than so many seconds, stands.
    private static let tolerance = 0.15
    private static let toleranceSeconds = 2.0

    private var end: Timestamp?

    /// Seconds left to show when the newest estimate is this.
    mutating func update(_ remaining: Double?, at now: Timestamp) -> Double? {
        guard let remaining else {
            end = nil
            return nil
        }
        if let end {
            let shown = max(0, end - now)
            let tolerance = max(SteadyEstimate.toleranceSeconds, SteadyEstimate.tolerance * shown)
            if abs(remaining - shown) <= tolerance { return shown }
        }
        end = now + remaining
        return remaining
    }
}
