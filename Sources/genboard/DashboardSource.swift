import Dashboard
import JSON
import Networking
import ProgressClient
import ProgressModel
import Terminal

/// Brings the dashboard what one of its servers says, and takes its wishes back: the bridge between the event loop and the terminal's thread.
@EventLoop
final class DashboardSource {
    /// Requests that wait for their answers at a time; more wait here, so that many at once do not crowd the connection.
    private static let inFlightLimit = 100

    private nonisolated let source: FeedSource
    nonisolated let server: ServerID
    private nonisolated let port: EventPort<DashboardEvent>
    private lazy var client = source.feed { [weak self] in self?.received($0) }
    /// Since when there has been no connection; nil while there is one, and before the first.
    private var lostAt: Timestamp?
    /// Not yet sent, oldest first; no more than the dashboard knows tasks.
    private var waiting: [ActionRequest] = []
    private var inFlight = 0

    nonisolated init(_ source: FeedSource, _ server: ServerID, _ port: EventPort<DashboardEvent>) {
        self.source = source
        self.server = server
        self.port = port
        EventLoop.post {
            self.client.watch()
            self.client.start()
        }
    }

    /// From any thread: does what the dashboard asks for.
    nonisolated func send(_ request: ActionRequest) {
        EventLoop.post { self.enqueue(request) }
    }

    nonisolated func fetchHistory(of id: WatchedTask.ID) {
        EventLoop.post { self.requestHistory(id) }
    }

    nonisolated func retryNow() {
        EventLoop.post { self.client.retryNow() }
    }

    /// Asks for everything again, after events were lost.
    nonisolated func refresh() {
        EventLoop.post { self.client.watch() }
    }

    private func enqueue(_ request: ActionRequest) {
        waiting.append(request)
        sendWaiting()
    }

    private func sendWaiting() {
        let free = max(0, min(waiting.count, DashboardSource.inFlightLimit - inFlight))
        let next = waiting.prefix(free)
        waiting.removeFirst(free)
        inFlight += free
        for request in next {
            client.request(request.event, request.payload) { [weak self] result in
                guard let self else { return }
                port.post(.answered(request, ActionAnswer(result, to: request)))
                inFlight -= 1
                // Not from here: without a connection each answer comes at once, inside the call that asks.
                EventLoop.post { self.sendWaiting() }
            }
        }
    }

    private func requestHistory(_ id: WatchedTask.ID) {
        client.request("task_history", ["task_id": .string(id.taskID)]) { [port] result in
            let entries = try? result.get()["history"]?.array
            port.post(.history(id, entries?.compactMap(HistoryLine.init(json:))))
        }
    }

    private func post(_ news: ServerNews) {
        port.post(.news(news, from: server))
    }

    private func received(_ event: ProgressClient.Event) {
        // A recording's ages and remaining times are those of its own time, however fast it plays.
        if !client.isLive { post(.clock(client.time)) }
        switch event {
        case .connecting:
            if lostAt == nil { post(.connection(.connecting)) }
        case .connected(let info):
            lostAt = nil
            if client.isLive, let time = info.time { post(.clock(time)) }
            post(.connection(.connected(ServerIdentity(info))))
        case .disconnected(let reason, let delay):
            let now = Timestamp.steady
            let since = lostAt ?? now
            lostAt = since
            let retryAt = delay.map { now + $0 / .seconds(1) }
            post(.connection(.disconnected(reason: reason, since: since, retryAt: retryAt)))
        case .snapshotBegan: post(.snapshotBegan)
        case .tasks(let tasks, let more): post(.tasks(tasks, more: more))
        case .changed(let task): post(.changed(task))
        case .removed(let id): post(.removed(id))
        case .cancelRequested: break
        }
    }
}

extension ServerIdentity {
    fileprivate init(_ info: ProgressClient.ServerInfo) {
        self.init(
            version: info.version,
            epoch: info.epoch.isEmpty ? nil : info.epoch,
            roles: info.roles.map(Set.init),
            taskTypes: Set(info.taskTypes),
        )
    }
}

extension ActionRequest {
    fileprivate var event: String {
        switch verb {
        case .cancel, .force: "cancel_task"
        case .delete: "delete_task"
        case .retry: "retry_task"
        }
    }

    /// Names the task as it was when the key was pressed: a server that knows attempts acts on no other.
    fileprivate var payload: JSONValue {
        var payload: JSONObject = [
            "task_id": .string(task.id.taskID),
            "attempt": .integer(Int64(task.attempt)),
            "seq": .integer(Int64(task.seq)),
        ]
        if verb == .cancel || verb == .force { payload["reason"] = "cancelled in the dashboard" }
        if verb == .force { payload["force"] = true }
        return .object(payload)
    }
}

extension ActionAnswer {
    fileprivate init(_ result: Result<JSONValue, RequestFailure>, to request: ActionRequest) {
        switch result {
        case .success: self = .done
        case .failure(.refused("unknown_event", _, _)): self = .notOffered
        case .failure(.refused(_, let message, let answer)):
            let status = request.verb == .retry ? nil : answer["status"]?.string.flatMap(TaskStatus.init(rawValue:))
            self = status.flatMap { $0.isTerminal ? .alreadyEnded($0) : nil } ?? .failed(message)
        case .failure(let failure): self = .failed("\(failure)")
        }
    }
}

extension HistoryLine {
    /// Reads one entry of a task's history: what became of it, by whom and why.
    fileprivate init?(json: JSONValue) {
        guard let time = json["timestamp"]?.number, let event = json["event"]?.string else { return nil }
        let percent = json["progress"]?.number ?? 0
        let progress = percent > 0 && percent.isFinite ? "\(Int(min(100, percent)))%" : nil
        let origin = [json["by"]?.string, json["from"]?.string].compactMap(\.self)
        let who = origin.isEmpty ? nil : origin.joined(separator: " ")
        self.init(
            time: Timestamp(seconds: time),
            text: [event, progress, who, json["reason"]?.string].compactMap(\.self).joined(separator: "  "),
        )
    }
}
