package import JSON

/// One piece of content or image generation, as every watcher sees it.
///
/// This is the record the manager keeps, the server sends and the dashboard shows; `GenerationTask+JSON.swift` is its form on the wire.
package struct GenerationTask: Sendable, Equatable, Identifiable {
    /// A UUID unless the creator chose an id of its own.
    package let id: String
    /// What kind of work it is, for example `content_generation`; a free word.
    package var type: String
    package var title: String
    package var status: TaskStatus
    /// Per cent done, 0...100.
    package var progress: Double
    package var message: String
    /// Whatever the worker added; `result` after completion and `error` after failure stand here too.
    package var details: JSONObject
    package var createdAt: Timestamp
    /// When a report first said that somebody works on it; nil if none has.
    package var startedAt: Timestamp?
    /// When the record last changed.
    package var updatedAt: Timestamp
    /// When it became completed, failed or cancelled.
    package var finishedAt: Timestamp?
    /// Rises by one with each change of this task; 1 at creation, or above the last of a removed task with this id.
    package var seq: Int
    /// Its place in the order of creation, never given twice; the server's own, not on the wire.
    package var number: Int
    /// Counts retries; 1 at creation.
    package var attempt: Int
    /// Seconds of its worker's silence after which it fails as `worker_lost`; nil waits for ever.
    package var leaseSeconds: Double?
    /// Seconds until the end as estimated when the record last changed; nil when unknown.
    package var etaSeconds: Double?
    /// In progress, but nothing has come from its worker for a while.
    package var isStalled: Bool
    /// While stalled, when its worker was last heard; nil otherwise.
    package var silentSince: Timestamp?
    /// Cancelled, but its worker has not yet confirmed that the resources are free.
    package var isReleasing: Bool
    /// Who cancelled it and why; nil unless it is cancelled.
    package var cancellation: Cancellation?

    package init(id: String, type: String, title: String = "", createdAt: Timestamp) {
        self.id = id
        self.type = type
        self.title = title
        self.createdAt = createdAt
        status = .pending
        progress = 0
        message = ""
        details = JSONObject()
        updatedAt = createdAt
        seq = 1
        number = 0
        attempt = 1
        isStalled = false
        isReleasing = false
    }

    /// The `error` in the details of a task whose lease has run out.
    package static let workerLost = "worker_lost"

    /// The same of a task whose worker ended with the server, killed or stopped.
    package static let serverRestarted = "server_restarted"

    /// Failed because nothing came from its worker for the length of its lease.
    package var isWorkerLost: Bool {
        status == .failed && details["error"] == .string(GenerationTask.workerLost)
    }
}
