/// What one piece of long work may take of a turn of the loop, so that nobody else waits for the whole of it.
struct TurnShare {
    private static let length: Duration = .milliseconds(2)
    /// Tasks looked at between two looks at the clock, which is the least that a share is good for.
    static let step = 4

    private let end = ContinuousClock.now + TurnShare.length

    var isUsedUp: Bool { ContinuousClock.now >= end }
}
