import HTTP
import JSON
import Networking
import Web

/// One kept HTTP connection that sends a request at a time.
@EventLoop
final class RESTClient: ConnectionDelegate {
    private static let patience: Duration = .seconds(30)
    /// Bytes of an answer's body; a longer one is not waited for.
    private static let bodyLimit = 16 << 20

    private let address: ServerAddress
    private var connector: Connector?
    private var connection: Connection?
    private var received: [UInt8] = []
    private var waiting: CheckedContinuation<Result<JSONValue, LoadError>, Never>?
    private lazy var timer = LoopTimer { [weak self] in self?.settle(.failure(.timedOut("a request"))) }

    init(_ address: ServerAddress) {
        self.address = address
    }

    func open() async throws(LoadError) {
        let result = await withCheckedContinuation { continuation in
            connector = Connector(host: address.host, port: address.port, timeout: RESTClient.patience) {
                continuation.resume(returning: $0)
            }
        }
        connector = nil
        switch result {
        case .success(let connection):
            self.connection = connection
            connection.delegate = self
        case .failure(let error): throw .unreachable("\(error)")
        }
    }

    /// The answer's body; an answer with an error status is thrown.
    func request(_ method: String, _ path: String, _ body: JSONValue) async throws(LoadError) -> JSONValue {
        let bytes = body.serialized()
        let head =
            "\(method) \(path) HTTP/1.1\r\nHost: \(address.authority)\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(bytes.count)\r\n\r\n"
        connection?.send(Array(head.utf8) + bytes)
        let result = await withCheckedContinuation { continuation in
            waiting = continuation
            timer.schedule(after: RESTClient.patience)
            if connection == nil { settle(.failure(closedError)) }
        }
        return try result.get()
    }

    func close() {
        connection?.abort()
    }

    private var closedError: LoadError { .unreachable("\(address) closed the connection") }

    private func settle(_ result: Result<JSONValue, LoadError>) {
        guard let continuation = waiting else { return }
        waiting = nil
        timer.cancel()
        continuation.resume(returning: result)
    }

    private func fail(_ reason: String) {
        settle(.failure(.unreachable(reason)))
        close()
    }

    func received(_ bytes: Span<UInt8>, from connection: Connection) {
        unsafe bytes.withUnsafeBufferPointer { unsafe received.append(contentsOf: $0) }
        do throws(RequestError) {
            guard let (head, start) = try ResponseHead.parse(received) else { return }
            guard let text = head.headers.list("Content-Length"), let length = Int(text),
                (0...RESTClient.bodyLimit).contains(length)
            else {
                return fail("\(address) answers without a Content-Length that can be")
            }
            guard received.count - start >= length else { return }
            let body = Array(received[start..<(start + length)])
            received.removeFirst(start + length)
            finish(status: head.status, body)
        } catch {
            fail("\(address) does not answer as an HTTP server")
        }
    }

    private func finish(status: Int, _ body: [UInt8]) {
        let value = (try? JSONValue.parse(body)) ?? .null
        guard (200...299).contains(status) else {
            let reason = "HTTP status \(status), \(value["message"]?.string ?? "")"
            return settle(.failure(.refused("a request", reason: reason)))
        }
        settle(.success(value))
    }

    func receivedEnd(from connection: Connection) {
        connection.abort()
    }

    func drained(_ connection: Connection) {}

    func closed(_ connection: Connection, because reason: CloseReason) {
        self.connection = nil
        settle(.failure(closedError))
    }
}
