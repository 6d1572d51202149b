package import JSON
package import ProgressModel

/// A worker's last word about a task.
package enum TaskEnd: Sendable, Equatable {
    case completed(result: JSONValue)
    case failed(error: String)
    /// The task was cancelled, and nothing of its work is left.
    case released
    /// The end alone, with a message for people: for when the server took none of the above.
    case bare(TaskStatus, message: String)

    /// UTF-8 bytes of an error that are told where the whole was refused; any server takes a message of this length.
    private static let shortErrorBytes = 2000

    /// What is said instead when the server does not take this; nil when there is nothing left to say.
    func fallback(becauseOf refusal: String) -> TaskEnd? {
        switch self {
        case .completed: .bare(.completed, message: "Completed; the server did not take its result: \(refusal)")
        case .failed(let error): .bare(.failed, message: TaskEnd.beginning(of: error))
        case .released, .bare: nil
        }
    }

    private static func beginning(of error: String) -> String {
        String(decoding: error.utf8.prefix(shortErrorBytes), as: UTF8.self) + " …"
    }
}

/// A request of a worker on the wire: the event's name and its payload.
extension ReportingState.Request {
    func event(for task: NewTask) -> (name: String, payload: JSONValue) {
        let id = task.id ?? ""
        switch self {
        case .create: return ("create_task", task.json)
        case .cancel(let reason): return ("cancel_task", ["task_id": .string(id), "reason": .string(reason)])
        case .report(let report): return ("update_progress", report.json(for: id))
        case .end(.completed(let result)): return ("complete_task", ["task_id": .string(id), "result": result])
        case .end(.failed(let error)): return ("fail_task", ["task_id": .string(id), "error": .string(error)])
        case .end(.released): return ("released", ["task_id": .string(id)])
        case .end(.bare(let status, let message)):
            return ("update_progress", ProgressReport(status: status, message: message).json(for: id))
        }
    }
}

extension NewTask {
    /// The payload of `create_task`.
    fileprivate var json: JSONValue {
        [
            "task_id": id.map(JSONValue.string) ?? .null,
            "task_type": .string(type),
            "title": .string(title),
            "message": .string(message),
            "details": .object(details),
        ]
    }
}

extension ProgressReport {
    /// The payload of `update_progress`.
    fileprivate func json(for taskID: String) -> JSONValue {
        var payload: JSONObject = ["task_id": .string(taskID)]
        payload["progress"] = progress.map(JSONValue.double)
        payload["status"] = status.map { .string($0.rawValue) }
        payload["message"] = message.map(JSONValue.string)
        payload["details"] = details.map(JSONValue.object)
        return .object(payload)
    }

    /// This report with what a newer one says in its place.
    func merged(with newer: ProgressReport) -> ProgressReport {
        ProgressReport(
            progress: newer.progress ?? progress,
            status: newer.status ?? status,
            message: newer.message ?? message,
            details: newer.details ?? details,
        )
    }
}
