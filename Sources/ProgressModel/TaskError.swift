/// Why a request about a task was refused.
///
/// Whoever asked is told; nothing changed.
package enum TaskError: Error, Sendable, Equatable {
    /// No task has this id: it was never created, or was removed long ago.
    case unknownTask(String)
    /// The task had ended like this, and has been removed since.
    case removedTask(String, TaskStatus)
    /// The id is taken by a task of the type given here.
    case taskExists(String, type: String)
    /// A field of the request breaks its rule; the reason begins with "must".
    case invalid(field: String, reason: String)
    /// The worker no longer holds the task: its lease ran out, or a newer attempt has begun.
    ///
    /// The status is the one that counts now.
    case leaseLost(String, status: TaskStatus)
    /// Only a task that has ended can be deleted.
    case stillInProgress(String)
    /// Only a task that has failed, or was cancelled and let go of everything, can be worked on again.
    case notRetryable(String, TaskStatus, isReleasing: Bool)
    /// So many tasks are in progress already.
    case tooManyTasks(limit: Int)
    /// So many changes wait to be pushed already.
    case overloaded(limit: Int)

    /// The word for programs, as it stands in `error` on the wire.
    package var code: String {
        switch self {
        case .unknownTask: "unknown_task"
        case .removedTask: "task_removed"
        case .taskExists: "task_exists"
        case .invalid(let field, _): "invalid_\(field)"
        case .leaseLost: "lease_lost"
        case .stillInProgress: "still_in_progress"
        case .notRetryable: "not_retryable"
        case .tooManyTasks: "too_many_tasks"
        case .overloaded: "overloaded"
        }
    }

    /// A sentence for people: what is wrong, and what to do about it.
    package var message: String {
        switch self {
        case .unknownTask(let id): "There is no task \"\(id.prefix(128))\". Create it first, or check the id."
        case .removedTask(let id, let status):
            "Task \"\(id)\" was \(status.rawValue), and has been removed since."
        case .taskExists(let id, let type): "Task \"\(id)\" exists with type \"\(type)\". Choose another id."
        case .invalid(let field, let reason): "\(field) \(reason)."
        case .leaseLost(let id, let status):
            "Task \"\(id)\" is no longer this worker's: its lease ran out, or a newer attempt has begun. "
                + "It is \(status.rawValue); stop the work."
        case .stillInProgress(let id): "Task \"\(id)\" is still in progress. Cancel it, or wait for its end."
        case .notRetryable(let id, _, isReleasing: true):
            "The last attempt at task \"\(id)\" has not let go of everything yet. Try again in a moment."
        case .notRetryable(let id, let status, _):
            "Task \"\(id)\" is \(status.rawValue). Only failed and cancelled tasks can be retried."
        case .tooManyTasks(let limit):
            "\(limit) tasks are in progress, which is the limit. Try again when some have ended."
        case .overloaded(let limit): "\(limit) changes wait to be pushed, which is the limit. Try again in a moment."
        }
    }
}
