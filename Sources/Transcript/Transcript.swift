package import ProgressClient
package import ProgressModel

/// What a client hears, written down line by line as it happens.
///
/// A value without a clock: it is told what time it is, and says when it wants to be told again.
package protocol Transcript: Sendable {
    /// The lines, without their ends, that an event adds.
    mutating func lines(for event: ProgressClient.Event, at now: Timestamp) -> [String]
    /// The lines that are due because time has passed.
    mutating func timePassed(_ now: Timestamp) -> [String]
    /// When `timePassed` may have something to say; nil when only an event can add a line.
    var nextDeadline: Timestamp? { get }
}
