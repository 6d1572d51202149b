import EngineIO
import JSON
import Networking
import SocketIO

/// Drives the Socket.IO machine of one session, and keeps the client's socket in each namespace.
@EventLoop
final class SocketIOConnection: EngineSessionDelegate {
    private let session: EngineSession
    private let server: SocketIOServer
    private var machine: ServerConnection
    private var sockets: [Socket] = []
    /// Runs only until the first namespace is joined.
    private var connectTimer: LoopTimer?

    init(_ session: EngineSession, server: SocketIOServer, options: ConnectionOptions) {
        self.session = session
        self.server = server
        machine = ServerConnection(options: options, now: EventLoop.now)
        if let deadline = machine.nextDeadline {
            let timer = LoopTimer { [weak self] in self?.timePassed() }
            timer.schedule(at: deadline)
            connectTimer = timer
        }
    }

    var peer: SocketAddress { session.peer }
    var pendingBytes: Int { session.pendingBytes }
    var isBehind: Bool { session.isBehind }
    var transportName: String { session.transport.rawValue }

    func isJoined(_ namespace: String) -> Bool { machine.isJoined(namespace) }

    func received(_ message: EngineIO.Message, from session: EngineSession) {
        perform(machine.receive(SocketIO.Message(message)))
    }

    func drained(_ session: EngineSession) {
        for socket in sockets { server.namespace(socket.namespace)?.drained(socket) }
    }

    func closed(_ session: EngineSession, because reason: ServerSession.CloseReason) {
        connectTimer?.cancel()
        connectTimer = nil
        perform(machine.sessionClosed())
    }

    private func timePassed() {
        perform(machine.timePassed(now: EventLoop.now))
    }

    private func perform(_ actions: [ServerConnection.Action]) {
        for action in actions { perform(action) }
    }

    private func perform(_ action: ServerConnection.Action) {
        switch action {
        case .connectRequested(let namespace, let auth, _): connect(to: namespace, auth: auth)
        case .event(let namespace, let name, let data, let ackID):
            let event = IncomingEvent(name: name, arguments: data.args, attachments: data.attachments, ackID: ackID)
            if let socket = socket(in: namespace) { server.namespace(namespace)?.received(event, from: socket) }
        case .ack: break  // No event of ours asks for one.
        case .disconnected(let namespace): disconnected(from: namespace)
        case .send(let messages): send(messages)
        case .close:
            session.close()
            perform(machine.sessionClosed())
        }
    }

    private func connect(to namespace: String, auth: JSONValue?) {
        guard let handler = server.namespace(namespace) else { return perform(machine.refuse(namespace: namespace)) }
        connectTimer?.cancel()
        connectTimer = nil
        guard handler.recoversClients else {
            return handler.connected(join(namespace, sid: RandomID.next()), auth: auth)
        }
        if let request = RecoveryRequest(auth: auth), let identity = SocketIdentity(pid: request.pid),
            handler.canRecover(from: request.offset)
        {
            let socket = join(namespace, sid: identity.sid, pid: identity.pid)
            return handler.recovered(socket, from: request.offset, auth: auth)
        }
        let identity = SocketIdentity()
        handler.connected(join(namespace, sid: identity.sid, pid: identity.pid), auth: auth)
    }

    private func join(_ namespace: String, sid: String, pid: String? = nil) -> Socket {
        let socket = Socket(id: sid, namespace: namespace, connection: self)
        sockets.append(socket)
        perform(machine.accept(namespace: namespace, sid: sid, pid: pid))
        return socket
    }

    private func disconnected(from namespace: String) {
        guard let place = sockets.firstIndex(where: { $0.namespace == namespace }) else { return }
        let socket = sockets.remove(at: place)
        socket.detach()
        server.namespace(namespace)?.disconnected(socket)
    }

    private func socket(in namespace: String) -> Socket? { sockets.first { $0.namespace == namespace } }
}

/// What sockets send.
extension SocketIOConnection {
    func emit(_ name: String, _ data: EventData, in namespace: String) {
        send(machine.event(namespace: namespace, name: name, data: data))
    }

    func acknowledge(_ ackID: String, _ data: EventData, in namespace: String) {
        send(machine.ack(namespace: namespace, id: ackID, data: data))
    }

    func send(_ event: PreparedEvent) {
        session.send(event)
    }

    func notifyWhenDrained() {
        session.notifyWhenDrained()
    }

    func disconnect(from namespace: String) {
        perform(machine.disconnect(namespace: namespace))
    }

    private func send(_ messages: [SocketIO.Message]) {
        for message in messages { session.send(EngineIO.Message(message)) }
    }
}

extension SocketIO.Message {
    init(_ message: EngineIO.Message) {
        switch message {
        case .text(let bytes): self = .text(bytes)
        case .binary(let bytes): self = .binary(bytes)
        }
    }
}

extension EngineIO.Message {
    init(_ message: SocketIO.Message) {
        switch message {
        case .text(let bytes): self = .text(bytes)
        case .binary(let bytes): self = .binary(bytes)
        }
    }
}
