import JSON
import ProgressModel

/// What is wrong with an event or a request: a code for programs, a sentence for people.
///
/// It reaches the sender only, as an ack, as the event `error`, or as an HTTP answer.
struct EventError: Error {
    let code: String
    let message: String
    /// Further members of the answer, for example the status of a task that refused.
    var facts: JSONObject = [:]

    init(code: String, message: String, facts: JSONObject = [:]) {
        self.code = code
        self.message = message
        self.facts = facts
    }

    init(_ error: TaskError) {
        self.init(code: error.code, message: error.message)
        switch error {
        case .leaseLost(let id, let status), .removedTask(let id, let status), .notRetryable(let id, let status, _):
            facts = EventError.facts(id, status)
        default: break
        }
    }

    /// Progress is JSON: pictures and other bytes belong where the task's result points to.
    static let binary = EventError(
        code: "binary_not_supported",
        message: "Send JSON only; binary parts are not taken here.",
    )

    /// A task that somebody has begun again since whoever asks looked at it.
    static func otherAttempt(_ task: GenerationTask) -> EventError {
        EventError(
            code: "other_attempt",
            message: "The task is at attempt \(task.attempt) by now; look at that first.",
            facts: ["task_id": .string(task.id), "status": .string(task.status.rawValue)],
        )
    }

    /// A task that had already ended differently than asked for.
    init(_ task: GenerationTask, refuses action: String) {
        self.init(
            code: "not_in_progress",
            message: "The task is already \(task.status.rawValue), so it cannot be \(action).",
            facts: EventError.facts(task.id, task.status),
        )
    }

    private static func facts(_ id: String, _ status: TaskStatus) -> JSONObject {
        ["task_id": .string(id), "status": .string(status.rawValue), "cancelled": .bool(status == .cancelled)]
    }

    var answer: JSONObject {
        var answer: JSONObject = ["ok": false, "error": .string(code), "message": .string(message)]
        for member in facts { answer[member.name] = member.value }
        return answer
    }
}
