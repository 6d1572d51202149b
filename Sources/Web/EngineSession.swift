package import EngineIO
import HTTP
package import Networking
package import WebSocket

/// Who receives a session's messages.
@EventLoop
package protocol EngineSessionDelegate: AnyObject {
    func received(_ message: EngineIO.Message, from session: EngineSession)
    /// The client has taken all that was sent; called once for each `notifyWhenDrained`.
    func drained(_ session: EngineSession)
    /// The session is over; called exactly once, and last.
    func closed(_ session: EngineSession, because reason: ServerSession.CloseReason)
}

extension EngineSessionDelegate {
    package func drained(_ session: EngineSession) {}
}

/// Drives one Engine.IO session over its held poll or its WebSocket, with one timer.
@EventLoop
package final class EngineSession: WebSocketDelegate {
    /// A polling client that has left more than this many bytes unfetched is behind.
    private static let behindBytes = 64 << 10

    package let peer: SocketAddress
    /// Held until the session is over.
    package var delegate: (any EngineSessionDelegate)?

    private var machine: ServerSession
    private weak var server: EngineIOServer?
    private var heldPoll: Exchange?
    private var begunPost: Exchange?
    private var webSocket: WebSocketConnection?
    /// The WebSocket while it is the transport: frames go to it directly, past the machine.
    private var direct: WebSocketConnection?
    /// What one turn sends while polling, so that it travels in one response.
    private var gathered: [EngineIO.Message] = []
    private var gatheredBytes = 0
    private var notifiesWhenDrained = false
    private lazy var timer = LoopTimer { [weak self] in self?.timePassed() }

    init(_ machine: ServerSession, peer: SocketAddress, server: EngineIOServer) {
        self.machine = machine
        self.peer = peer
        self.server = server
    }

    package var id: String { machine.id }
    package var isOpen: Bool { machine.isOpen }
    package var transport: TransportKind { direct == nil ? .polling : .webSocket }

    /// Bytes sent that the client has not taken yet.
    package var pendingBytes: Int { bufferedBytes + (webSocket?.pendingBytes ?? 0) }

    /// Whether the client takes less than it is sent, so that what is only news should wait.
    package var isBehind: Bool {
        if let direct { return direct.isBlocked }
        return bufferedBytes > EngineSession.behindBytes
    }

    /// Asks for one call of the delegate's `drained`.
    package func notifyWhenDrained() {
        notifiesWhenDrained = true
        direct?.notifyWhenDrained()
    }

    private var bufferedBytes: Int { machine.bufferedBytes + gatheredBytes }

    package func send(_ message: EngineIO.Message) {
        if direct != nil {
            perform(machine.send(message, now: EventLoop.now))
        } else {
            gather(message)
        }
    }

    /// Sends what is already encoded as a WebSocket frame, which saves encoding it for every subscriber.
    func send(_ event: PreparedEvent) {
        if let direct {
            direct.send(frame: event.frame)
        } else {
            gather(event.message)
        }
    }

    /// Past the bound nothing more is gathered: the session ends as soon as what there is has been handed over.
    private func gather(_ message: EngineIO.Message) {
        guard bufferedBytes <= machine.options.maximumBufferedBytes else { return }
        if gathered.isEmpty { EventLoop.post { self.sendGathered() } }
        gathered.append(message)
        gatheredBytes += message.byteCount
    }

    package func close() {
        sendGathered()
        perform(machine.close(now: EventLoop.now))
    }

    private func sendGathered() {
        guard !gathered.isEmpty else { return }
        let messages = gathered
        gathered = []
        gatheredBytes = 0
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
        guard let webSocket = exchange.upgrade(limits: MessageLimits(bytes: machine.options.maximumPayload)) else {
            return
        }
        self.webSocket = webSocket
        webSocket.delegate = self
        perform(machine.webSocketOpened(now: EventLoop.now))
    }

    package func received(_ message: WebSocket.Message, from webSocket: WebSocketConnection) {
        sendGathered()
        perform(machine.webSocketReceived(EngineIO.Message(message), now: EventLoop.now))
    }

    package func drained(_ webSocket: WebSocketConnection) {
        if direct != nil { notifyDrained() }
    }

    private func notifyDrained() {
        guard notifiesWhenDrained else { return }
        notifiesWhenDrained = false
        delegate?.drained(self)
    }

    package func closed(_ webSocket: WebSocketConnection, code: CloseCode, because reason: Networking.CloseReason) {
        guard webSocket === self.webSocket else { return }
        self.webSocket = nil
        direct = nil
        perform(machine.webSocketClosed(now: EventLoop.now))
    }
}

/// What the machine has decided.
extension EngineSession {
    private func perform(_ actions: [ServerSession.Action], answering exchange: Exchange? = nil) {
        direct = machine.canSendDirectly ? webSocket : nil
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
        case .upgraded: if notifiesWhenDrained { webSocket?.notifyWhenDrained() }
        case .deliver(let message): if machine.isOpen { delegate?.received(message, from: self) }
        case .closed(let reason): endDelegation(reason)
        case .finished: server?.forget(self)
        }
    }

    private func respondToPoll(_ payload: [UInt8], _ exchange: Exchange?) {
        let poll = heldPoll ?? exchange
        heldPoll = nil
        poll?.respond(.plain(payload, type: Payload.contentType))
        if direct == nil, machine.bufferedBytes == 0 { notifyDrained() }
    }

    private func closeWebSocket() {
        let closing = webSocket
        webSocket = nil
        direct = nil
        closing?.close(.normal)
        closing?.delegate = nil
    }

    private func endDelegation(_ reason: ServerSession.CloseReason) {
        gathered = []
        gatheredBytes = 0
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
