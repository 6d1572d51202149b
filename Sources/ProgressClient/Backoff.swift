/// How long to wait before the next try: full jitter, so that clients cut off together do not come back together.
///
/// The ceiling doubles from a quarter of a second to ten; each wait is a random part of it, at least a tenth.
package struct Backoff: Sendable {
    private static let first: Duration = .milliseconds(250)
    private static let longest: Duration = .seconds(10)

    /// The longest that a stopping server may ask for.
    private static let longestWish: Duration = .seconds(60)

    private var ceiling = Backoff.first
    private var wish: Duration?

    package init() {}

    /// A server that stops has said when it wants its clients back: that is how long the next wait is.
    ///
    /// Negative is none; more than a minute is a minute.
    package mutating func waitOnce(milliseconds: Double) {
        let wished = milliseconds.isFinite ? Duration.milliseconds(min(max(milliseconds, 0), 1e9)) : .zero
        wish = min(wished, Backoff.longestWish)
    }

    package mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        if let wish = wish.take() { return wish }
        let wait = ceiling * Double.random(in: 0.1...1, using: &generator)
        ceiling = min(ceiling * 2, Backoff.longest)
        return wait
    }

    /// After a success the next failure starts from the beginning.
    package mutating func reset() {
        ceiling = Backoff.first
    }
}
