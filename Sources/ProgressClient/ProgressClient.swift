package import JSON
package import Networking
package import ProgressModel
package import Web

/// A subscription to a progress server that comes back by itself, and the requests that go with it.
///
/// It lives on the event loop. Whoever made it hears of everything through one closure; a subscription that was asked for
/// once is asked for again after every reconnect, and makes up for what was missed with a snapshot where anything was.
@EventLoop
package final class ProgressClient {
    /// Requests that may wait for their answers; one more fails at once.
    private static let pendingLimit = 1024
    private static let requestTime: Duration = .seconds(10)

    package enum Event: Sendable {
        case connecting
        /// In the namespace; the server's own words about itself are in the `connected` event.
        ///
        /// What was known stays true unless a snapshot follows.
        case connected(ServerInfo)
        /// Off, and trying again after the delay; nil after `stop`.
        case disconnected(reason: String, retryAfter: Duration?)
        /// A snapshot follows in `tasks`; what is not in it is gone.
        case snapshotBegan
        case tasks([GenerationTask], more: Bool)
        case changed(GenerationTask)
        case removed(String)
        /// A task this client works on was cancelled.
        ///
        /// Forced: the work is to end at once, without a grace; this may come after the first word of it.
        case cancelRequested(taskID: String, reason: String?, isForced: Bool)
    }

    package struct ServerInfo: Sendable, Equatable {
        package let clientID: String
        package let version: String
        package let epoch: String
        /// What this connection may do; nil when the server did not say.
        package let roles: [String]?
        /// The types of tasks that the server's own workers do.
        package let taskTypes: [String]
        /// The server's clock at that moment; nil when it did not tell.
        package let time: Timestamp?

        package init(
            clientID: String,
            version: String,
            epoch: String,
            roles: [String]? = nil,
            taskTypes: [String] = [],
            time: Timestamp?,
        ) {
            self.clientID = clientID
            self.version = version
            self.epoch = epoch
            self.roles = roles
            self.taskTypes = taskTypes
            self.time = time
        }
    }

    private let address: ServerAddress
    private let onEvent: @EventLoop (Event) -> Void
    private var connection: SocketIOClient?
    private var backoff = Backoff()
    private lazy var retry = LoopTimer { [weak self] in self?.connect() }
    private var isStopped = true
    private var isWatching = false
    private var snapshots = SnapshotTurns()
    private var newest = NewestState()
    /// The life that `newest` is of; empty before the first connection.
    private var epoch = ""
    private var pending: [Int: Pending] = [:]
    private var lastRequest = 0

    private struct Pending {
        let completed: @EventLoop (Result<JSONValue, RequestFailure>) -> Void
        let timer: LoopTimer
    }

    package init(_ address: ServerAddress, onEvent: @escaping @EventLoop (Event) -> Void) {
        self.address = address
        self.onEvent = onEvent
    }

    package var isConnected: Bool { connection?.isConnected ?? false }

    package func start() {
        isStopped = false
        connect()
    }

    /// Ends the connection for good.
    package func stop() {
        isStopped = true
        retry.cancel()
        connection?.close()
    }

    /// Does not wait for the next try.
    package func retryNow() {
        guard retry.isRunning else { return }
        retry.cancel()
        connect()
    }

    /// Follows every task from now on, over all reconnects; whatever was told before, a snapshot comes first.
    package func watch() {
        isWatching = true
        newest.forget()
        if isConnected { askForSnapshot() }
    }

    private func connect() {
        onEvent(.connecting)
        let connection = SocketIOClient(address, namespace: "/progress", delegate: self)
        self.connection = connection
        connection.connect()
    }

    private func askForSnapshot() {
        if snapshots.wanted() { sendWatch() }
    }

    /// Whoever asked again did so because something was lost on the way, which a digest would not tell.
    private func askAgain() {
        newest.forget()
        sendWatch()
    }

    private func sendWatch() {
        var payload: JSONObject = [:]
        if let digest = newest.digest {
            payload["epoch"] = .string(epoch)
            payload["digest"] = .string(digest.text)
        }
        newest.snapshotAsked()
        request("watch", .object(payload)) { [weak self] in self?.watchAnswered($0) }
    }

    private func watchAnswered(_ result: Result<JSONValue, RequestFailure>) {
        switch result {
        case .success(let answer) where answer["recovered"] == "current":
            newest.nothingWasMissed()
            if snapshots.noneComes() { askAgain() }
        case .failure(.refused): snapshots.forget()
        default: break
        }
    }
}

extension ProgressClient {
    /// Sends an event and waits for its acknowledgement.
    ///
    /// - Parameter completed: Called exactly once: with the answer, or with what the server refused or why none came.
    package func request(
        _ event: String,
        _ payload: JSONValue,
        completed: @escaping @EventLoop (Result<JSONValue, RequestFailure>) -> Void,
    ) {
        guard let connection, connection.isConnected else { return completed(.failure(.notConnected)) }
        guard pending.count < ProgressClient.pendingLimit else { return completed(.failure(.tooManyRequests)) }
        lastRequest += 1
        let id = lastRequest
        let timer = LoopTimer { [weak self] in self?.settle(id, .failure(.timeout)) }
        timer.schedule(after: ProgressClient.requestTime)
        pending[id] = Pending(completed: completed, timer: timer)
        connection.emit(event, [payload], ackID: String(id))
    }

    /// The same for code that can wait.
    package func request(_ event: String, _ payload: JSONValue) async throws(RequestFailure) -> JSONValue {
        let result = await withCheckedContinuation { continuation in
            request(event, payload) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }

    private func settle(_ id: Int, _ result: Result<JSONValue, RequestFailure>) {
        guard let request = pending.removeValue(forKey: id) else { return }
        request.timer.cancel()
        request.completed(result)
    }
}

extension ProgressClient: SocketIOClientDelegate {
    package func connected(_ connection: SocketIOClient) {
        backoff.reset()
        newest.connected()
        snapshots.forget()
        if isWatching { askForSnapshot() }
    }

    package func received(_ event: IncomingEvent, from connection: SocketIOClient) {
        let payload = event.arguments.first ?? .null
        switch event.name {
        case "connected":
            let info = ServerInfo(
                clientID: payload["client_id"]?.string ?? "",
                version: payload["server_version"]?.string ?? "",
                epoch: payload["epoch"]?.string ?? "",
                roles: payload["roles"]?.array?.compactMap(\.string),
                taskTypes: (payload["task_types"]?.array ?? []).compactMap(\.string),
                time: payload["timestamp"]?.number.map(Timestamp.init(clamping:)),
            )
            epoch = info.epoch
            onEvent(.connected(info))
        case "tasks":
            receivedTasks(payload)
        case "progress":
            if let task = GenerationTask(json: payload), newest.accepts(task) { onEvent(.changed(task)) }
        case "task_removed":
            guard let id = payload["task_id"]?.string else { return }
            newest.removed(id)
            onEvent(.removed(id))
        case "server_draining":
            if let delay = payload["reconnect_after_ms"]?.number { backoff.waitOnce(milliseconds: delay) }
        case "cancel":
            guard let id = payload["task_id"]?.string else { return }
            let isForced = payload["force"]?.bool ?? false
            onEvent(.cancelRequested(taskID: id, reason: payload["reason"]?.string, isForced: isForced))
        default:
            break  // What a newer server says besides is not for this client.
        }
    }

    private func receivedTasks(_ payload: JSONValue) {
        let tasks = (payload["tasks"]?.array ?? []).compactMap(GenerationTask.init(json:))
        let more = payload["more"]?.bool ?? false
        let turn = snapshots.arrived(more: more)
        if turn.isFirst {
            newest.snapshotBegan()
            onEvent(.snapshotBegan)
        }
        onEvent(.tasks(newest.newest(of: tasks, more: more), more: more))
        if turn.asksAgain { askAgain() }
    }

    package func acknowledged(_ ackID: String, _ arguments: [JSONValue], by connection: SocketIOClient) {
        guard let id = Int(ackID) else { return }
        let answer = arguments.first ?? .null
        if answer["ok"]?.bool == true {
            settle(id, .success(answer))
        } else {
            settle(id, .failure(RequestFailure(refusal: answer)))
        }
    }

    package func disconnected(_ connection: SocketIOClient, because reason: String) {
        self.connection = nil
        for id in pending.keys.sorted() { settle(id, .failure(.connectionLost)) }
        guard !isStopped else { return onEvent(.disconnected(reason: reason, retryAfter: nil)) }
        var generator = SystemRandomNumberGenerator()
        let delay = backoff.next(using: &generator)
        retry.schedule(after: delay)
        onEvent(.disconnected(reason: reason, retryAfter: delay))
    }
}
