package import JSON

/// What a worker says about its task, all of it optional; a report that says nothing still shows that the worker lives.
///
/// A report that names a terminal status ends the task: `completed` with `details.result`, `failed` with `details.error`
/// or else the message as the error, `cancelled` with the message as the reason.
package struct ProgressReport: Sendable, Equatable {
    /// Per cent done; any finite number, clamped to 0...100 when applied.
    package var progress: Double?
    /// Left out, a pending task becomes `started` and any other keeps its status.
    package var status: TaskStatus?
    package var message: String?
    /// Replaces the details of the task.
    package var details: JSONObject?
    /// The attempt that the worker works on, where it says so; an older one than the task's has lost its lease.
    package var attempt: Int?

    package init(
        progress: Double? = nil,
        status: TaskStatus? = nil,
        message: String? = nil,
        details: JSONObject? = nil,
        attempt: Int? = nil,
    ) {
        self.progress = progress
        self.status = status
        self.message = message
        self.details = details
        self.attempt = attempt
    }

    /// Reads the payload of `update_progress`.
    ///
    /// Throws `invalid_...` for a field of the wrong kind; null is the same as left out.
    package init(json: JSONValue) throws(TaskError) {
        let fields = try PayloadFields(json)
        self.init(
            progress: try fields.number("progress"),
            status: try fields.status("status"),
            message: try fields.text("message"),
            details: try fields.object("details"),
            attempt: try fields.attempt(),
        )
    }

    /// Why the task failed, where this report says that it did.
    package var failure: String {
        details?["error"].map { $0.string ?? $0.text } ?? message ?? ""
    }
}
