package import JSON

/// A closure bound to one task, so that the code which does the work reports in one short call: `try progress(40, message: "Drawing")`.
package struct ProgressCallback: Sendable {
    package let taskID: String
    private let manager: ProgressManager
    private let clock: @Sendable () -> Timestamp

    init(taskID: String, manager: ProgressManager, clock: @escaping @Sendable () -> Timestamp) {
        self.taskID = taskID
        self.manager = manager
        self.clock = clock
    }

    /// Whether the work should stop; worth asking before each long step.
    package var isCancelled: Bool { manager.isCancelled(taskID) }

    /// Reports, and says what became of it.
    ///
    /// Throws what `TaskTable.report` throws.
    @discardableResult
    package func callAsFunction(
        _ progress: Double? = nil,
        status: TaskStatus? = nil,
        message: String? = nil,
        details: JSONObject? = nil,
    ) throws(TaskError) -> Outcome {
        let report = ProgressReport(progress: progress, status: status, message: message, details: details)
        return try manager.report(taskID, report, at: clock())
    }
}

extension ProgressManager {
    /// A way to report on one task that needs to know neither the manager nor the time.
    package func progressCallback(
        for id: String,
        clock: @escaping @Sendable () -> Timestamp,
    ) -> ProgressCallback {
        ProgressCallback(taskID: id, manager: self, clock: clock)
    }
}
