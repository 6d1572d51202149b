import JSON
import Networking
import ProgressClient
import ProgressModel
import Web

/// A connection for a command that asks, waits and exits.
@EventLoop
final class ScriptConnection {
    private let address: ServerAddress
    private lazy var client = ProgressClient(address) { [weak self] in self?.received($0) }
    private var opening: CheckedContinuation<String?, Never>?
    private var awaited: (id: String, continuation: CheckedContinuation<GenerationTask?, Never>)?
    private var timer: LoopTimer?

    init(_ address: ServerAddress) {
        self.address = address
    }

    /// Connects; the answer is why it could not, or nil.
    func open(within time: Duration) async -> String? {
        await withCheckedContinuation { continuation in
            opening = continuation
            startTimer(time) { $0.opened("no answer from \($0.address) within \(time)") }
            client.start()
        }
    }

    func request(_ event: String, _ payload: JSONValue) async throws(RequestFailure) -> JSONValue {
        try await client.request(event, payload)
    }

    /// Waits until a task has ended, over every disconnect; nil when time ran out.
    func end(of id: String, within time: Duration?) async throws(RequestFailure) -> GenerationTask? {
        let answer = try await request("join", ["task_id": .string(id)])
        if let task = answer["task"].flatMap(GenerationTask.init(json:)), task.status.isTerminal { return task }
        return await withCheckedContinuation { continuation in
            awaited = (id, continuation)
            if let time { startTimer(time) { $0.settle(nil) } }
        }
    }

    private func startTimer(_ time: Duration, _ action: @escaping @EventLoop (ScriptConnection) -> Void) {
        timer?.cancel()
        let timer = LoopTimer { [weak self] in if let self { action(self) } }
        timer.schedule(after: time)
        self.timer = timer
    }

    private func received(_ event: ProgressClient.Event) {
        switch event {
        case .connected:
            opened(nil)
            // After a reconnect the room must be entered again; the state at that moment comes with it.
            if let awaited { client.request("join", ["task_id": .string(awaited.id)]) { _ in } }
        case .disconnected(let reason, _): opened(reason)
        case .changed(let task): if task.id == awaited?.id, task.status.isTerminal { settle(task) }
        default: break
        }
    }

    private func opened(_ failure: String?) {
        guard let continuation = opening else { return }
        opening = nil
        timer?.cancel()
        continuation.resume(returning: failure)
    }

    private func settle(_ task: GenerationTask?) {
        guard let continuation = awaited?.continuation else { return }
        awaited = nil
        timer?.cancel()
        continuation.resume(returning: task)
    }
}
