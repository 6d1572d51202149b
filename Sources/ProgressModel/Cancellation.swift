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

    package init(name: String, address: String? = nil) {
        self.name = name
        self.address = address
    }
}
