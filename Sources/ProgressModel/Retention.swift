/// How long tasks that have ended are kept, and how many of them; whichever bound is passed first.
package struct Retention: Sendable, Equatable {
    package static let standard = Retention(seconds: 7 * 86_400, count: 10_000)

    /// Seconds since the end of a task.
    package var seconds: Double
    package var count: Int

    package init(seconds: Double, count: Int) {
        self.seconds = seconds
        self.count = count
    }
}
