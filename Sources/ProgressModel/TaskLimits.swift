/// How much of everything the model accepts and keeps: every bound in one place, each with what happens there.
package struct TaskLimits: Sendable, Equatable {
    /// What suits one machine and any sensible worker.
    package static let standard = TaskLimits()

    /// Tasks kept.
    ///
    /// When full, a new one takes the place of the one that ended first; when none has ended, `too_many_tasks`.
    package var tasks = 100_000
    /// Removed tasks whose end is remembered, and for how many seconds; those removed first are forgotten first.
    package var removedTasks = 20_000
    package var removedSeconds = 86_400.0
    /// Entries noted of one task's history in one life of the server.
    ///
    /// Past it only the end of the task and what comes after are noted.
    package var historyEntries = 50
    /// Changes waiting to be taken.
    ///
    /// When full, creating and reporting are refused with `overloaded`.
    ///
    /// Endings and removals are always accepted: a task has one of each, so they are bounded by `tasks`.
    package var undeliveredChanges = 100_000
    /// Characters of a task id.
    ///
    /// Longer: `invalid_task_id`.
    package var taskIDCharacters = 128
    /// UTF-8 bytes of a task type.
    ///
    /// Longer: `invalid_task_type`.
    package var typeBytes = 128
    /// UTF-8 bytes of a title, a message or a reason.
    ///
    /// Longer: refused, naming the field.
    package var textBytes = 4 << 10
    /// Bytes of a task's details as JSON, and of an error text.
    ///
    /// More: refused, naming the field.
    package var detailsBytes = 64 << 10
    /// Bytes as JSON of the input of a task that the server's own workers are to do.
    ///
    /// More: `invalid_input`.
    package var inputBytes = 64 << 10
    /// Bytes of a result as JSON.
    ///
    /// More: `invalid_result`.
    package var resultBytes = 256 << 10
    /// Arrays and objects inside one another in details or a result.
    ///
    /// Deeper: refused, naming the field. It leaves room below the 64 of a whole message for what records travel in.
    package var jsonDepth = 48
    /// The longest lease, a week.
    ///
    /// Longer: `invalid_lease_seconds`.
    package var leaseSeconds = 604_800.0
    /// Seconds of silence after which a working task is stalled, while its rhythm is not yet known.
    package var stallAfterSeconds = 30.0
    /// The least seconds of silence that stall a task whose rhythm is known, however often it reports.
    package var shortestStallSeconds = 10.0

    package init() {}
}
