import HTTP
import JSON
import Networking
import ProgressModel
import Web

/// The requests of workers that wait to hear whether their task was cancelled: `GET /api/tasks/{id}/cancellation?wait=30`.
///
/// Each is held until its task has ended, its time is over, or its client has gone; the manager's changes drive it, nothing is polled.
@EventLoop
final class CancellationWaits {
    /// Requests held at a time; one more is answered 503.
    static let limit = 10_000
    /// Seconds a request is held when it does not say.
    fileprivate static let standardSeconds = 30.0
    /// Seconds a request is held at most; a longer wait ends then, and is asked for again.
    fileprivate static let longestSeconds = 60.0

    private struct Wait {
        let exchange: Exchange
        let timer: LoopTimer
    }

    private let manager: ProgressManager
    private let limit: Int
    private var waits: [String: [ObjectIdentifier: Wait]] = [:]
    private(set) var count = 0

    init(manager: ProgressManager, limit: Int = CancellationWaits.limit) {
        self.manager = manager
        self.limit = limit
    }

    /// Answers at once when there is nothing to wait for.
    func hold(_ exchange: Exchange, of taskID: String, for seconds: Double) throws(HTTPFailure) {
        guard let task = manager.record(taskID), !task.status.isTerminal, seconds > 0 else {
            return exchange.respond(answer(about: taskID))
        }
        guard count < limit else { throw .tooManyWaits(limit: limit) }
        let id = ObjectIdentifier(exchange)
        let timer = LoopTimer { [weak self] in self?.end(id, of: taskID) }
        timer.schedule(after: .seconds(seconds))
        exchange.onAbort = { [weak self] in self?.end(id, of: taskID) }
        waits[taskID, default: [:]][id] = Wait(exchange: exchange, timer: timer)
        count += 1
    }

    func noticed(_ change: Change) {
        switch change {
        case .updated(let task, _): if task.status.isTerminal { answer(waitingFor: task.id) }
        case .removed(let id): answer(waitingFor: id)
        case .noted: break
        }
    }

    /// Lets everybody go with what is known now, because the server stops.
    func answerAll() {
        for id in waits.keys.sorted() { answer(waitingFor: id) }
    }

    private func answer(waitingFor taskID: String) {
        for id in (waits[taskID] ?? [:]).keys { end(id, of: taskID) }
    }

    private func end(_ id: ObjectIdentifier, of taskID: String) {
        guard let wait = waits[taskID]?.removeValue(forKey: id) else { return }
        if waits[taskID]?.isEmpty == true { waits[taskID] = nil }
        count -= 1
        wait.timer.cancel()
        wait.exchange.respond(answer(about: taskID))
    }

    private func answer(about taskID: String) -> Response {
        let task: GenerationTask
        do throws(TaskError) {
            task = try manager.task(taskID)
        } catch {
            return HTTPFailure(EventError(error)).response
        }
        var answer: JSONObject = [
            "task_id": .string(taskID),
            "cancelled": .bool(task.status == .cancelled),
            "status": .string(task.status.rawValue),
        ]
        answer["reason"] = task.cancellation?.reason.map(JSONValue.string)
        return .json(.object(answer))
    }
}

extension Request {
    /// The seconds in `?wait=`.
    @EventLoop func cancellationWait() throws(HTTPFailure) -> Double {
        guard let text = query("wait") else { return CancellationWaits.standardSeconds }
        guard let seconds = Double(text), seconds >= 0 else {
            throw HTTPFailure(
                status: 400,
                EventError(
                    code: "invalid_wait",
                    message: "\"wait\" is a number of seconds, at most \(Int(CancellationWaits.longestSeconds)).",
                ),
            )
        }
        return min(seconds, CancellationWaits.longestSeconds)
    }
}

extension HTTPFailure {
    fileprivate static func tooManyWaits(limit: Int) -> HTTPFailure {
        HTTPFailure(
            EventError(
                code: "too_many_waits",
                message: "\(limit) requests wait for a cancellation, which is the limit. Ask without wait, or later.",
            )
        )
    }
}
