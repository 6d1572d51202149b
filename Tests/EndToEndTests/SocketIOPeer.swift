import JSON
import Synchronization

/// One or more stock python-socketio clients in a process, told by the test what to send.
final class SocketIOPeer: Sendable {
    /// How the client reaches the server.
    enum Transports: String, CaseIterable {
        /// Long-polling, then the upgrade to WebSocket.
        case standard = "default"
        case websocket
        case polling
    }

    let peer: PythonPeer
    private let lastID = Mutex(0)

    /// Connects, and waits until every client is in the namespace.
    init(_ server: GenboardProcess, _ transports: Transports = .websocket, clients: Int = 1) async throws {
        peer = try PythonPeer("client", [server.url, transports.rawValue, String(clients)])
        try await peer.waitForLine("connected clients") { $0["ready"] != nil }
    }

    /// The transport that the stock client says it is on.
    var transport: String? { peer.messages.lazy.compactMap { $0["transport"]?.string }.first }

    /// Sends an event from every client, and gives the first one's acknowledgement.
    func call(_ event: String, _ payload: JSONValue) async throws -> JSONValue {
        try await call(event, text: payload.text)
    }

    /// Sends an event with a payload as Python's JSON has it, which knows NaN.
    func call(_ event: String, text payload: String) async throws -> JSONValue {
        let id = lastID.withLock { id in
            id += 1
            return Int64(id)
        }
        try peer.program.send(text: #"{"id": \#(id), "event": "\#(event)", "payload": \#(payload)}"# + "\n")
        let answer = try await peer.waitForLine("the answer to \(event)") {
            $0["id"]?.integer == id && $0["client"]?.integer == 0
        }
        return answer["ack"] ?? .null
    }

    /// Sends an event without asking for an acknowledgement.
    func emit(_ event: String, _ payload: JSONValue) throws {
        try emit(event, text: payload.text)
    }

    func emit(_ event: String, text payload: String) throws {
        try peer.program.send(text: #"{"event": "\#(event)", "payload": \#(payload)}"# + "\n")
    }

    func disconnect() throws {
        try peer.send(["leave": true])
    }

    /// The first event of that name with such data.
    @discardableResult
    func event(_ name: String, where isWanted: (JSONValue) -> Bool = { _ in true }) async throws -> JSONValue {
        let message = try await peer.waitForLine("the event \(name)") {
            $0["event"]?.string == name && isWanted($0["data"] ?? .null)
        }
        return message["data"] ?? .null
    }

    /// The data of every event of that name that one client has received so far, in order.
    func events(_ name: String, of client: Int = 0) -> [JSONValue] {
        peer.messages.filter { $0["event"]?.string == name && $0["client"]?.integer == Int64(client) }
            .compactMap { $0["data"] }
    }

    /// Creates a task and gives its id.
    func createTask(_ payload: JSONValue = [:]) async throws -> String {
        let answer = try await call("create_task", payload)
        guard let id = answer["task_id"]?.string else { throw WaitError(what: "a task", seen: answer.text) }
        return id
    }
}
