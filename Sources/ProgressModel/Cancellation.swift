/// Who cancelled a task, why and when, kept with it for whoever asks later.
package struct Cancellation: Sendable, Equatable {
    package var by: Originator
    package var reason: String?
    package var at: Timestamp

    package init(by originator: Originator, reason: String?, at time: Timestamp) {
        by = originator
        self.reason = reason
        at = time
    }
}

/// Somebody who asked for something, and from where.
package struct Originator: Sendable, Equatable {
    /// The one who does the work, when it gives up by itself.
    package static let worker = Originator(name: "worker")

    /// A role or a name, for example `operator`.
    package var name: String
    /// The network address, where there is one.
    package var address: String?

    /// How one who might be asked for is given: made only when there is something to note.
    package typealias Source = () -> Originator?

    /// Something that happens by itself.
    package static let nobody: @Sendable () -> Originator? = { nil }

    package init(name: String, address: String? = nil) {
        self.name = name
        self.address = address
    }
}
