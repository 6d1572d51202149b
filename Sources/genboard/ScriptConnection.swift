import JSON
import Networking
import ProgressClient
import Web

/// A connection for a command that asks once and exits.
@EventLoop
final class ScriptConnection {
    private let address: ServerAddress
    private lazy var client = ProgressClient(address) { [weak self] in self?.received($0) }
    private var opening: CheckedContinuation<String?, Never>?
    private lazy var timer = LoopTimer { [weak self] in self?.opened("no answer from the server in time") }

    init(_ address: ServerAddress) {
        self.address = address
    }

    /// Connects; the answer is why it could not, or nil.
    func open(within time: Duration) async -> String? {
        await withCheckedContinuation { continuation in
            opening = continuation
            timer.schedule(after: time)
            client.start()
        }
    }

    func close() {
        client.stop()
    }

    func request(_ event: String, _ payload: JSONValue) async throws(RequestFailure) -> JSONValue {
        try await client.request(event, payload)
    }

    private func received(_ event: ProgressClient.Event) {
        switch event {
        case .connected: opened(nil)
        case .disconnected(let reason, _): opened(reason)
        default: break
        }
    }

    private func opened(_ failure: String?) {
        guard let continuation = opening else { return }
        opening = nil
        timer.cancel()
        if failure != nil { client.stop() }
        continuation.resume(returning: failure)
    }
}
