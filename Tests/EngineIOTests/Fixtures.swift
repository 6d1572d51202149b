import EngineIO

/// When every session of these tests begins; only differences to it matter.
let start = Duration.zero

extension Packet {
    /// A text message, written short.
    static func text(_ text: String) -> Packet { .message(.text(text)) }
}

extension ServerSession.Action {
    /// A poll answered with a body, written as text.
    static func answer(_ payload: String) -> Self { .respondToPoll(Array(payload.utf8)) }
    /// A text message on the WebSocket.
    static func frame(_ text: String) -> Self { .sendWebSocket(.text(text)) }

    /// The body that a poll is answered with.
    var payload: [UInt8]? {
        if case .respondToPoll(let payload) = self { payload } else { nil }
    }

    /// The message sent on the WebSocket.
    var sentFrame: Message? {
        if case .sendWebSocket(let frame) = self { frame } else { nil }
    }
}

extension ServerSession {
    /// A session whose handshake was answered, over polling unless said otherwise.
    static func opened(_ transport: TransportKind = .polling, options: SessionOptions = SessionOptions()) -> Self {
        var session = ServerSession(id: "sid", transport: transport, options: options, now: start)
        _ = session.open(now: start)
        return session
    }

    /// A session that has just moved from polling to WebSocket.
    static func upgraded() -> Self {
        var session = ServerSession.opened()
        _ = session.webSocketOpened(now: start)
        _ = session.frame("2probe")
        _ = session.frame("5")
        return session
    }

    /// A poll, `seconds` after the start.
    mutating func poll(at seconds: Double = 0) -> [Action] { pollReceived(now: start + .seconds(seconds)) }

    /// A POST with a body written as text.
    mutating func post(_ body: String, at seconds: Double = 0) -> [Action] {
        postReceived(Array(body.utf8), contentType: "text/plain;charset=UTF-8", now: start + .seconds(seconds))
    }

    /// A text message on the WebSocket.
    mutating func frame(_ text: String, at seconds: Double = 0) -> [Action] {
        webSocketReceived(.text(text), now: start + .seconds(seconds))
    }

    /// A text message from the layer above.
    mutating func send(_ text: String, at seconds: Double = 0) -> [Action] {
        send(.text(text), now: start + .seconds(seconds))
    }

    /// The timer fires.
    mutating func wait(until seconds: Double) -> [Action] { timePassed(now: start + .seconds(seconds)) }
}
