package import EngineIO
import HTTP
package import Networking
package import WebSocket

/// Who receives a session's messages.
@EventLoop
package protocol EngineSessionDelegate: AnyObject {
    func received(_ message: EngineIO.Message, from session: EngineSession)
    /// The session is over; called exactly once, and last.
    func closed(_ session: EngineSession, because reason: ServerSession.CloseReason)
}

/// Drives one Engine.IO session over its held poll or its WebSocket, with one timer.
@EventLoop
package final class EngineSession: WebSocketDelegate {
    package let peer: SocketAddress
    /// Held until the session is over.
    package var delegate: (any EngineSessionDelegate)?

    private var machine: ServerSession
    private let maximumPayload: Int
    private let forget: @EventLoop () -> Void
    private var heldPoll: Exchange?
    private var begunPost: Exchange?
    private var webSocket: WebSocketConnection?
    /// What one turn sends while polling, so that it travels in one response.
    private var gathered: [EngineIO.Message] = []
    private lazy var timer = LoopTimer { [weak self] in self?.timePassed() }

    init(_ machine: ServerSession, peer: SocketAddress, maximumPayload: Int, forget: @escaping @EventLoop () -> Void) {
        self.machine = machine
        self.peer = peer
        self.maximumPayload = maximumPayload
        self.forget = forget
    }

    package var id: String { machine.id }
    package var isOpen: Bool { machine.isOpen }
    package var transport: TransportKind { machine.canSendDirectly ? .webSocket : .polling }

    /// Bytes sent that the client has not taken yet.
    package var pendingBytes: Int { machine.bufferedBytes + gatheredBytes + (webSocket?.pendingBytes ?? 0) }

    private var gatheredBytes: Int { gathered.reduce(0) { $0 + $1.byteCount } }

    package func send(_ message: EngineIO.Message) {
        guard !machine.canSendDirectly else { return perform(machine.send(message, now: EventLoop.now)) }
        if gathered.isEmpty { EventLoop.post { self.sendGathered() } }
        gathered.append(message)
    }

    /// Sends a message that was also encoded as a WebSocket frame, which saves encoding it for every subscriber.
    package func send(_ message: EngineIO.Message, frame: [UInt8]) {
        if machine.canSendDirectly, let webSocket {
            webSocket.send(frame: frame)
        } else {
            send(message)
        }
    }

    package func close() {
        sendGathered()
        perform(machine.close(now: EventLoop.now))
    }

    private func sendGathered() {
        guard !gathered.isEmpty else { return }
        let messages = gathered
        gathered = []
        perform(machine.send(messages, now: EventLoop.now))
    }

    private func timePassed() {
        perform(machine.timePassed(now: EventLoop.now))
    }
}

/// What the client's requests and its WebSocket bring.
extension EngineSession {
    func open(_ exchange: Exchange, _ webSocket: WebSocketConnection?) {
        self.webSocket = webSocket
        webSocket?.delegate = self
        perform(machine.open(now: EventLoop.now), answering: exchange)
    }

    func poll(_ exchange: Exchange) {
        sendGathered()
        perform(machine.pollReceived(now: EventLoop.now), answering: exchange)
        guard !exchange.isAnswered else { return }
        heldPoll = exchange
        exchange.onAbort = { [weak self] in self?.pollAborted() }
    }

    private func pollAborted() {
        heldPoll = nil
        perform(machine.pollAborted(now: EventLoop.now))
    }

    /// A POST whose body is still to come.
    func beginPost(_ exchange: Exchange) {
        perform(machine.postBegan(now: EventLoop.now), answering: exchange)
        guard !exchange.isAnswered else { return }
        begunPost = exchange
        exchange.onAbort = { [weak self] in self?.postAborted() }
    }

    private func postAborted() {
        begunPost = nil
        perform(machine.postAborted(now: EventLoop.now))
    }

    func post(_ exchange: Exchange) {
        if begunPost !== exchange { beginPost(exchange) }
        guard !exchange.isAnswered else { return }
        begunPost = nil
        exchange.onAbort = nil
        let contentType = exchange.request.headers["Content-Type"]
        let actions = machine.postReceived(exchange.request.body, contentType: contentType, now: EventLoop.now)
        perform(actions, answering: exchange)
    }

    /// A refused upgrade is a 400, never a 101 with a close after it: clients take that for a working WebSocket.
    func upgrade(_ exchange: Exchange) {
        timePassed()
        guard machine.canUpgrade else { return exchange.respond(RequestRefusal.badRequest.response) }
        guard let webSocket = exchange.upgrade(limits: MessageLimits(bytes: maximumPayload)) else { return }
        self.webSocket = webSocket
        webSocket.delegate = self
        perform(machine.webSocketOpened(now: EventLoop.now))
    }

    package func received(_ message: WebSocket.Message, from webSocket: WebSocketConnection) {
        sendGathered()
        perform(machine.webSocketReceived(EngineIO.Message(message), now: EventLoop.now))
    }

    package func drained(_ webSocket: WebSocketConnection) {}

    package func closed(_ webSocket: WebSocketConnection, code: CloseCode, because reason: Networking.CloseReason) {
        guard webSocket === self.webSocket else { return }
        self.webSocket = nil
        perform(machine.webSocketClosed(now: EventLoop.now))
    }
}

/// What the machine has decided.
extension EngineSession {
    private func perform(_ actions: [ServerSession.Action], answering exchange: Exchange? = nil) {
        for action in actions { perform(action, answering: exchange) }
        if let deadline = machine.nextDeadline {
            if !timer.isRunning || timer.deadline != deadline { timer.schedule(at: deadline) }
        } else {
            timer.cancel()
        }
    }

    private func perform(_ action: ServerSession.Action, answering exchange: Exchange?) {
        switch action {
        case .respondToPoll(let payload): respondToPoll(payload, exchange)
        case .acceptPost: exchange?.respond(.plain(Payload.accepted, type: Payload.acceptedContentType))
        case .refuse(let refusal): exchange?.respond(refusal.response)
        case .sendWebSocket(let message): webSocket?.send(WebSocket.Message(message))
        case .closeWebSocket: closeWebSocket()
        case .upgraded: break
        case .deliver(let message): if machine.isOpen { delegate?.received(message, from: self) }
        case .closed(let reason): endDelegation(reason)
        case .finished: forget()
        }
    }

    private func respondToPoll(_ payload: [UInt8], _ exchange: Exchange?) {
        let poll = heldPoll ?? exchange
        heldPoll = nil
        poll?.respond(.plain(payload, type: Payload.contentType))
    }

    private func closeWebSocket() {
        let closing = webSocket
        webSocket = nil
        closing?.close(.normal)
        closing?.delegate = nil
    }

    private func endDelegation(_ reason: ServerSession.CloseReason) {
        gathered = []
        let owner = delegate
        delegate = nil
        owner?.closed(self, because: reason)
    }
}

extension Response {
    fileprivate static func plain(_ body: [UInt8], type: String) -> Response {
        var response = Response(status: 200, body: body)
        response.headers.add("Content-Type", type)
        return response
    }
}

extension EngineIO.Message {
    fileprivate var byteCount: Int {
        switch self {
        case .text(let bytes), .binary(let bytes): bytes.count
        }
    }

    init(_ message: WebSocket.Message) {
        switch message {
        case .text(let bytes): self = .text(bytes)
        case .binary(let bytes): self = .binary(bytes)
        }
    }
}

extension WebSocket.Message {
    init(_ message: EngineIO.Message) {
        switch message {
        case .text(let bytes): self = .text(bytes)
        case .binary(let bytes): self = .binary(bytes)
        }
    }
}
