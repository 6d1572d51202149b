import HTTP
import Networking
import WebSocket

/// Asks a server to make a new connection a WebSocket, and waits for its answer.
@EventLoop
final class ClientHandshake: ConnectionDelegate {
    struct Failure: Error {
        /// For people.
        let reason: String
    }

    private static let path = "/socket.io/?EIO=4&transport=websocket"
    /// Snapshots of many tasks come in large messages.
    private static let limits = MessageLimits(bytes: 16 << 20)

    private let connection: Connection
    private let request: Handshake.ClientRequest
    private let address: ServerAddress
    private var received: [UInt8] = []
    private var completed: (@EventLoop (Result<WebSocketConnection, Failure>) -> Void)?

    init(
        _ connection: Connection,
        _ address: ServerAddress,
        completed: @escaping @EventLoop (Result<WebSocketConnection, Failure>) -> Void,
    ) {
        self.connection = connection
        self.address = address
        self.completed = completed
        request = Handshake.ClientRequest(authority: address.authority, path: ClientHandshake.path)
        connection.delegate = self
        connection.send(request.bytes)
    }

    func cancel() {
        completed = nil
        connection.abort()
    }

    func received(_ bytes: Span<UInt8>, from connection: Connection) {
        for index in bytes.indices { received.append(bytes[index]) }
        do throws(RequestError) {
            guard let (head, length) = try ResponseHead.parse(received) else { return }
            finish(head, remainder: Array(received[length...]))
        } catch {
            fail("\(address) does not answer as an HTTP server")
        }
    }

    private func finish(_ head: ResponseHead, remainder: [UInt8]) {
        guard request.isAccepted(status: head.status, header: { head.headers.list($0) }) else {
            return fail("\(address) is no genboard server: it answered with HTTP status \(head.status)")
        }
        let webSocket = WebSocketConnection(
            connection,
            role: .client,
            limits: ClientHandshake.limits,
            received: remainder,
        )
        complete(.success(webSocket))
    }

    private func fail(_ reason: String) {
        complete(.failure(Failure(reason: reason)))
        connection.abort()
    }

    private func complete(_ result: Result<WebSocketConnection, Failure>) {
        let completed = completed
        self.completed = nil
        completed?(result)
    }

    func receivedEnd(from connection: Connection) {
        fail("\(address) closed the connection")
    }

    func drained(_ connection: Connection) {}

    func closed(_ connection: Connection, because reason: CloseReason) {
        complete(.failure(Failure(reason: "\(address) closed the connection")))
    }
}
