package import JSON

/// What somebody who creates a task may say about it; all of it may be left out.
package struct NewTask: Sendable, Equatable {
    /// What kind of work it is when the creator does not say.
    package static let defaultType = "content_generation"

    /// An id of the creator's own, so that asking twice creates once; a UUID when nil.
    package var id: String?
    package var type: String
    package var title: String
    package var message: String
    package var details: JSONObject
    /// Seconds without a report after which the task fails as `worker_lost`; nil waits for ever.
    package var leaseSeconds: Double?

    package init(
        id: String? = nil,
        type: String = NewTask.defaultType,
        title: String = "",
        message: String = "",
        details: JSONObject = [:],
        leaseSeconds: Double? = nil,
    ) {
        self.id = id
        self.type = type
        self.title = title
        self.message = message
        self.details = details
        self.leaseSeconds = leaseSeconds
    }

    /// Reads the payload of `create_task`.
    ///
    /// Throws `invalid_...` for a field of the wrong kind; null is the same as left out.
    package init(json: JSONValue) throws(TaskError) {
        let fields = try PayloadFields(json)
        self.init(
            id: try fields.text("task_id"),
            type: try fields.text("task_type") ?? NewTask.defaultType,
            title: try fields.text("title") ?? "",
            message: try fields.text("message") ?? "",
            details: try fields.object("details") ?? [:],
            leaseSeconds: try fields.number("lease_seconds"),
        )
    }
}
