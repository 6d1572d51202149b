/// One session seen from the client, on WebSocket from the first: what the dashboard and our own workers speak.
///
/// The driver begins it when the WebSocket to `/socket.io/?EIO=4&transport=websocket` is open, feeds it each message,
/// and keeps one timer for `nextDeadline`.
package struct ClientSession: Sendable {
    /// A moment, as the time since one that stays the same; which one is the driver's affair.
    package typealias Instant = Duration

    /// What the driver does next, in the order given.
    package enum Action: Sendable, Equatable {
        /// The server has introduced itself; messages may be sent.
        case opened(Handshake)
        /// Send one message on the WebSocket.
        case send(Message)
        /// Hand a message to the layer above, unless that has closed the session meanwhile (`isOpen` tells).
        case deliver(Message)
        /// Close the WebSocket.
        case closeWebSocket
        /// The session is over: said once, and nothing is delivered after it.
        case closed(CloseReason)
    }

    /// Why the session ended.
    ///
    /// After any but `closedByClient` it makes sense to connect again.
    package enum CloseReason: Sendable, Equatable, CaseIterable {
        /// `close()` was called.
        case closedByClient
        /// The server sent `1`.
        case closedByServer
        /// The WebSocket went away.
        case transportClosed
        /// The open packet, or a ping, did not come in time.
        case timeout
        /// The server sent what is not Engine.IO, or what a server must not send.
        case protocolError
    }

    private enum State: Sendable {
        case opening(until: Instant)
        case open(silence: Duration, until: Instant)
        case closed
    }

    private var state: State

    /// Begins a session whose WebSocket has just opened; the open packet must come within `openTimeout`.
    package init(now: Instant, openTimeout: Duration = .seconds(10)) {
        state = .opening(until: now + openTimeout)
    }

    /// Whether messages are taken and delivered.
    package var isOpen: Bool {
        if case .open = state { true } else { false }
    }

    /// When `timePassed(now:)` is next due; nil after the end.
    package var nextDeadline: Instant? {
        switch state {
        case .opening(let limit), .open(_, let limit): limit
        case .closed: nil
        }
    }

    /// A message on the WebSocket.
    ///
    /// Its text must be valid UTF-8.
    package mutating func webSocketReceived(_ frame: Message, now: Instant) -> [Action] {
        let late = timePassed(now: now)
        guard late.isEmpty, nextDeadline != nil else { return late }
        guard let packet = try? Packet(frame: frame) else { return end(because: .protocolError) }
        switch (state, packet) {
        case (.opening, .open(let handshake)):
            let silence = Duration.milliseconds(handshake.pingInterval) + .milliseconds(handshake.pingTimeout)
            state = .open(silence: silence, until: now + silence)
            return [.opened(handshake)]
        case (.open(let silence, _), .ping(let data)):
            state = .open(silence: silence, until: now + silence)
            return [.send(Packet.pong(data).frame)]
        case (.open, .message(let message)): return [.deliver(message)]
        case (.open, .noop), (.open, .pong): return []
        case (_, .close): return end(because: .closedByServer)
        default: return end(because: .protocolError)
        }
    }

    /// The WebSocket was closed by the server or broke.
    package mutating func webSocketClosed() -> [Action] { end(because: .transportClosed) }

    /// Sends a message; before the open packet and after the end it is dropped.
    package func send(_ message: Message) -> [Action] {
        isOpen ? [.send(Packet.message(message).frame)] : []
    }

    /// Ends the session from this side.
    package mutating func close() -> [Action] {
        (isOpen ? [.send(Packet.close.frame)] : []) + end(because: .closedByClient)
    }

    /// Ends the session when its deadline has come.
    package mutating func timePassed(now: Instant) -> [Action] {
        guard let limit = nextDeadline, now >= limit else { return [] }
        return end(because: .timeout)
    }

    private mutating func end(because reason: CloseReason) -> [Action] {
        guard nextDeadline != nil else { return [] }
        state = .closed
        return (reason == .transportClosed ? [] : [.closeWebSocket]) + [.closed(reason)]
    }
}
