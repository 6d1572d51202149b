import EngineIO
import HTTP
package import JSON
package import Networking
import SocketIO
package import WebSocket

/// Who hears what a Socket.IO client receives.
@EventLoop
package protocol SocketIOClientDelegate: AnyObject {
    /// In the namespace: events may be sent.
    func connected(_ client: SocketIOClient)
    func received(_ event: IncomingEvent, from client: SocketIOClient)
    /// The server's answer to an event that was sent with this id.
    func acknowledged(_ ackID: String, _ arguments: [JSONValue], by client: SocketIOClient)
    /// It is over, or never began; called exactly once, and last. The reason is for people.
    func disconnected(_ client: SocketIOClient, because reason: String)
}

/// One connection to one namespace of a Socket.IO server, over WebSocket from the first.
///
/// It does not come back by itself.
@EventLoop
package final class SocketIOClient {
    /// From the first packet until the server has let us into the namespace.
    private static let connectTime: Duration = .seconds(10)

    private let address: ServerAddress
    private let namespace: String
    private weak var delegate: (any SocketIOClientDelegate)?
    private var connector: Connector?
    private var handshake: ClientHandshake?
    private var webSocket: WebSocketConnection?
    private var session: ClientSession?
    private var machine = ClientConnection()
    private var isDone = false
    /// By when the namespace must be joined; nil once it is.
    private var joinDeadline: Duration?
    private lazy var timer = LoopTimer { [weak self] in self?.timePassed() }

    package init(_ address: ServerAddress, namespace: String, delegate: any SocketIOClientDelegate) {
        self.address = address
        self.namespace = namespace
        self.delegate = delegate
    }

    package var isConnected: Bool { !isDone && machine.isJoined(namespace) }

    package func connect() {
        joinDeadline = EventLoop.now + SocketIOClient.connectTime
        keepTime()
        connector = Connector(host: address.host, port: address.port, timeout: SocketIOClient.connectTime) { result in
            self.connector = nil
            switch result {
            case .success(let connection): self.shakeHands(over: connection)
            case .failure(let error): self.end(because: "\(error)")
            }
        }
    }

    package func emit(_ name: String, _ arguments: [JSONValue], ackID: String? = nil) {
        send(machine.event(namespace: namespace, name: name, data: EventData(arguments), ackID: ackID))
    }

    /// Leaves in good order.
    package func close() {
        if session != nil { perform(session?.close() ?? []) } else { end(because: "closed") }
    }

    private func shakeHands(over connection: Connection) {
        handshake = ClientHandshake(connection, address) { result in
            self.handshake = nil
            switch result {
            case .success(let webSocket): self.begin(on: webSocket)
            case .failure(let error): self.end(because: error.reason)
            }
        }
    }

    private func begin(on webSocket: WebSocketConnection) {
        self.webSocket = webSocket
        session = ClientSession(now: EventLoop.now)
        webSocket.delegate = self
        keepTime()
    }

    private func timePassed() {
        if let joinDeadline, EventLoop.now >= joinDeadline { return end(because: "\(address) did not answer in time") }
        perform(session?.timePassed(now: EventLoop.now) ?? [])
        keepTime()
    }

    private func keepTime() {
        let deadlines = [joinDeadline, session?.nextDeadline].compactMap(\.self)
        if let next = deadlines.min(), !isDone { timer.schedule(at: next) }
    }

    /// The one way out.
    private func end(because reason: String) {
        guard !isDone else { return }
        isDone = true
        timer.cancel()
        connector?.cancel()
        connector = nil
        handshake?.cancel()
        handshake = nil
        webSocket?.close(.normal)
        webSocket = nil
        delegate?.disconnected(self, because: reason)
    }
}

extension SocketIOClient: WebSocketDelegate {
    package func received(_ message: WebSocket.Message, from webSocket: WebSocketConnection) {
        perform(session?.webSocketReceived(EngineIO.Message(message), now: EventLoop.now) ?? [])
        keepTime()
    }

    package func drained(_ webSocket: WebSocketConnection) {}

    package func closed(_ webSocket: WebSocketConnection, code: CloseCode, because reason: Networking.CloseReason) {
        end(because: "the server closed the connection")
    }

    private func perform(_ actions: [ClientSession.Action]) {
        for action in actions {
            switch action {
            case .opened: send(machine.connect(namespace: namespace))
            case .send(let message): webSocket?.send(WebSocket.Message(message))
            case .deliver(let message): perform(machine.receive(SocketIO.Message(message)))
            case .closeWebSocket: webSocket?.close(.normal)
            case .closed(let reason): end(because: SocketIOClient.explanation(of: reason))
            }
        }
    }

    private static func explanation(of reason: ClientSession.CloseReason) -> String {
        switch reason {
        case .closedByClient: "closed"
        case .closedByServer, .transportClosed: "the server closed the connection"
        case .timeout: "the server has fallen silent"
        case .protocolError: "the server does not speak Engine.IO 4"
        }
    }

    private func perform(_ actions: [ClientConnection.Action]) {
        for action in actions {
            switch action {
            case .connected:
                joinDeadline = nil
                delegate?.connected(self)
            case .refused(_, let message, _): end(because: "the server refused: \(message)")
            case .event(_, let name, let data, let ackID):
                let event = IncomingEvent(
                    name: name,
                    arguments: data.args,
                    attachments: data.attachments,
                    ackID: ackID,
                )
                delegate?.received(event, from: self)
            case .ack(_, let id, let data): delegate?.acknowledged(id, data.args, by: self)
            case .disconnected: end(because: "the server closed the connection")
            case .protocolError(let error): end(because: "the server does not speak Socket.IO 5: \(error)")
            }
        }
    }

    private func send(_ messages: [SocketIO.Message]) {
        for message in messages { perform(session?.send(EngineIO.Message(message)) ?? []) }
    }
}
