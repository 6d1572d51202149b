/// How long to wait before the next try: full jitter, so that clients cut off together do not come back together.
///
/// The ceiling doubles from a quarter of a second to ten; each wait is a random part of it, at least a tenth.
package struct Backoff: Sendable {
    private static let first: Duration = .milliseconds(250)
    private static let longest: Duration = .seconds(10)

    private var ceiling = Backoff.first

    package init() {}

    package mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let wait = ceiling * Double.random(in: 0.1...1, using: &generator)
        ceiling = min(ceiling * 2, Backoff.longest)
        return wait
    }

    /// After a success the next failure starts from the beginning.
    package mutating func reset() {
        ceiling = Backoff.first
    }
}
