import JSON
import Networking
import ProgressClient
import ProgressModel
import Web

/// Keeps one task on the server true to the work done here, over every disconnect.
///
/// The task's id is chosen here, so that creating it again after a lost connection or a restarted server makes no second task.
/// While there is no connection only the newest state is kept, for progress is state and not a log.
@EventLoop
final class TaskReporter {
    /// How long the last word may take when the work is over; then it is given up.
    private static let farewellTime: Duration = .seconds(5)

    let taskID: String
    private let task: NewTask
    private let onCancelled: @EventLoop (_ reason: String?) -> Void
    private lazy var client = ProgressClient(address) { [weak self] in self?.received($0) }
    private let address: ServerAddress
    private var hasTask = false
    private var isReporting = false
    private var unsent: ProgressReport?
    /// Why the task is to be cancelled, until the server knows.
    private var unsentCancellation: String?
    private var ending: Ending?

    /// The last word: an event, and who waits for it to arrive.
    private struct Ending {
        let event: String
        let payload: JSONValue
        let completed: @EventLoop () -> Void
        let timer: LoopTimer
    }

    /// - Parameter onCancelled: Called when the server says that the task was cancelled; perhaps more than once.
    init(
        _ task: NewTask,
        at address: ServerAddress,
        onCancelled: @escaping @EventLoop (_ reason: String?) -> Void,
    ) {
        taskID = TaskID.random()
        var task = task
        task.id = taskID
        self.task = task
        self.address = address
        self.onCancelled = onCancelled
    }

    func start() {
        client.start()
    }

    func report(_ report: ProgressReport) {
        var merged = unsent ?? ProgressReport()
        merged.progress = report.progress ?? merged.progress
        merged.status = report.status ?? merged.status
        merged.message = report.message ?? merged.message
        merged.details = report.details ?? merged.details
        unsent = merged
        send()
    }

    /// Sends the last word, and calls back when it has arrived or cannot.
    func end(_ event: String, _ facts: JSONObject, completed: @escaping @EventLoop () -> Void) {
        guard ending == nil else { return }
        var payload = facts
        payload["task_id"] = .string(taskID)
        let timer = LoopTimer { [weak self] in self?.farewell() }
        timer.schedule(after: client.isConnected ? TaskReporter.farewellTime : .seconds(1))
        ending = Ending(event: event, payload: .object(payload), completed: completed, timer: timer)
        send()
    }

    /// Cancels the task on its own behalf, so that every watcher sees it.
    func cancel(reason: String) {
        unsentCancellation = reason
        unsent = nil
        send()
    }

    private func received(_ event: ProgressClient.Event) {
        switch event {
        case .connected: createTask()
        case .disconnected: hasTask = false
        case .cancelRequested(let id, let reason) where id == taskID: onCancelled(reason)
        default: break
        }
    }

    private func createTask() {
        client.request("create_task", task.json) { [weak self] result in
            guard let self else { return }
            switch result {
            case .success(let answer):
                hasTask = true
                if answer["status"]?.string == TaskStatus.cancelled.rawValue { onCancelled(nil) }
                send()
            case .failure(.refused(_, let message, _)):
                Console.complain("the server does not take the task: \(message)")
            case .failure:
                break  // The connection is gone; the next one tries again.
            }
        }
    }

    /// One report is under way at a time; what comes meanwhile is merged into the next.
    private func send() {
        guard hasTask, !isReporting, client.isConnected else { return }
        if let reason = unsentCancellation {
            isReporting = true
            let payload: JSONValue = ["task_id": .string(taskID), "reason": .string(reason)]
            client.request("cancel_task", payload) { [weak self] in self?.cancelled($0) }
        } else if let report = unsent {
            unsent = nil
            isReporting = true
            client.request("update_progress", report.json(for: taskID)) { [weak self] in self?.reported($0, report) }
        } else if let ending {
            isReporting = true
            client.request(ending.event, ending.payload) { [weak self] in self?.ended($0) }
        }
    }

    private func cancelled(_ result: Result<JSONValue, RequestFailure>) {
        isReporting = false
        switch result {
        case .success, .failure(.refused): unsentCancellation = nil
        case .failure: break  // Sent again with the next connection.
        }
        send()
    }

    private func reported(_ result: Result<JSONValue, RequestFailure>, _ report: ProgressReport) {
        isReporting = false
        switch result {
        case .success(let answer):
            if answer["cancelled"]?.bool == true { onCancelled(nil) }
        case .failure(.refused(_, let message, _)):
            Console.complain("the server does not take a report: \(message)")
        case .failure:
            // What was not acknowledged is sent again, unless something newer has come.
            let newer = unsent
            unsent = report
            if let newer { self.report(newer) }
        }
        send()
    }

    private func ended(_ result: Result<JSONValue, RequestFailure>) {
        isReporting = false
        switch result {
        case .success, .failure(.refused): farewell()
        case .failure: send()
        }
    }

    private func farewell() {
        guard let ending else { return }
        ending.timer.cancel()
        ending.completed()
    }
}

extension NewTask {
    /// The payload of `create_task`.
    var json: JSONValue {
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
    func json(for taskID: String) -> JSONValue {
        var payload: JSONObject = ["task_id": .string(taskID)]
        payload["progress"] = progress.map(JSONValue.double)
        payload["status"] = status.map { .string($0.rawValue) }
        payload["message"] = message.map(JSONValue.string)
        payload["details"] = details.map(JSONValue.object)
        return .object(payload)
    }
}
