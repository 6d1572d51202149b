/// One client's session on the server, from its handshake to its end, over polling, WebSocket, or first the one and
/// then the other.
///
/// It decides, the driver does: each input is something that happened, with the time it happened at, and returns what
/// to do about it. Inputs that come too late, as after the end, are answered with a refusal or with nothing. The
/// driver keeps one timer, for `nextDeadline`, and calls `timePassed(now:)` when it fires.
///
/// A session has at most one WebSocket at a time. Beside polling it is a probe, which may become the transport
/// (`Action.upgraded`) or be given up (`Action.closeWebSocket`).
package struct ServerSession: Sendable {
    /// A moment, as the time since one that stays the same; which one is the driver's affair.
    package typealias Instant = Duration

    /// What the client names in each request.
    package let id: String
    package let options: SessionOptions
    var state: State
    /// What waits for a poll.
    ///
    /// It lies beside the state, not in it, so that adding to it never copies it.
    var outbox = Outbox()

    enum State: Sendable {
        case polling(Polling)
        case webSocket(Heartbeat)
        /// Closed here while no poll was held: only the outbox, which ends with `1`, is still to be fetched.
        case closing(until: Instant)
        case closed
    }

    /// A session whose transport is polling, perhaps with a WebSocket on trial.
    struct Polling: Sendable {
        var heartbeat: Heartbeat
        var isPollHeld = false
        var isPostUnderWay = false
        var probe: Probe?
    }

    /// A WebSocket that has not yet taken over.
    struct Probe: Sendable {
        let deadline: Instant
        /// When a poll is next to be ended with a noop; nil until the client's `2probe` has come.
        var nextNoop: Instant?
    }

    /// Begins a session for a handshake that was accepted; its heartbeat runs from `now`.
    package init(id: String, transport: TransportKind, options: SessionOptions = SessionOptions(), now: Instant) {
        self.id = id
        self.options = options
        let heartbeat = Heartbeat(from: now, options: options)
        state = transport == .polling ? .polling(Polling(heartbeat: heartbeat)) : .webSocket(heartbeat)
    }

    /// The open packet, as the answer to the request that began the session.
    ///
    /// Called once, before any other input.
    package mutating func open(now: Instant) -> [Action] {
        switch state {
        case .polling:
            let handshake = options.handshake(sid: id, transport: .polling)
            return [.respondToPoll(Payload.encode([.open(handshake)]))]
        case .webSocket:
            let handshake = options.handshake(sid: id, transport: .webSocket)
            return [.sendWebSocket(Packet.open(handshake).frame)]
        case .closing, .closed:
            return []
        }
    }

    /// Whether messages are still taken and delivered.
    package var isOpen: Bool {
        switch state {
        case .polling, .webSocket: true
        case .closing, .closed: false
        }
    }

    /// Whether a WebSocket with this session's id may be accepted.
    ///
    /// If not, its request is answered with `RequestRefusal.badRequest` and never with 101.
    package var canUpgrade: Bool {
        if case .polling(let polling) = state { polling.probe == nil } else { false }
    }

    /// Bytes that wait for the client's next poll.
    package var bufferedBytes: Int { outbox.bytes }

    /// Whether the driver may write a prepared WebSocket frame of a message itself instead of calling `send`.
    ///
    /// True on WebSocket, where the session neither holds packets back nor changes by sending.
    package var canSendDirectly: Bool {
        if case .webSocket = state { true } else { false }
    }
}

/// Sending and ending.
extension ServerSession {
    /// Sends one message; see `send(_:now:)` for several.
    package mutating func send(_ message: Message, now: Instant) -> [Action] { send([message], now: now) }

    /// Sends messages in order, those given together in one response to a poll as far as they fit.
    ///
    /// Without a held poll they wait for the next one, bounded by `SessionOptions.maximumBufferedBytes`. After the end
    /// they are dropped.
    package mutating func send(_ messages: [Message], now: Instant) -> [Action] {
        switch state {
        case .polling:
            for message in messages { outbox.append(.message(message)) }
            let actions = answerPoll(now: now)
            return outbox.bytes > options.maximumBufferedBytes ? actions + end(because: .slowConsumer) : actions
        case .webSocket:
            return messages.map { .sendWebSocket(Packet.message($0).frame) }
        case .closing, .closed:
            return []
        }
    }

    /// Ends the session from this side.
    ///
    /// What was sent before still reaches a client that polls once more in time.
    package mutating func close(now: Instant) -> [Action] {
        switch state {
        case .polling(let polling) where !polling.isPollHeld:
            outbox.append(.close)
            state = .closing(until: now + options.closeTimeout)
            return (polling.probe == nil ? [] : [.closeWebSocket]) + [.closed(.closedByServer)]
        case .polling, .webSocket:
            return end(because: .closedByServer)
        case .closing, .closed:
            return []
        }
    }

    /// The one way out: answers and closes whatever is open, and leaves nothing behind.
    mutating func end(because reason: CloseReason) -> [Action] {
        let actions: [Action]
        switch state {
        case .polling(let polling):
            // A client that closed itself must see no `1`: it would take that for the server's.
            let lastWord: Packet = reason == .closedByClient ? .noop : .close
            let answer: [Action] = polling.isPollHeld ? [.respondToPoll(Payload.encode([lastWord]))] : []
            let hangUp: [Action] = polling.probe == nil ? [] : [.closeWebSocket]
            actions = answer + hangUp + [.closed(reason), .finished]
        case .webSocket:
            actions = (reason == .transportClosed ? [] : [.closeWebSocket]) + [.closed(reason), .finished]
        case .closing:
            actions = [.finished]
        case .closed:
            actions = []
        }
        state = .closed
        outbox = Outbox()
        return actions
    }
}
