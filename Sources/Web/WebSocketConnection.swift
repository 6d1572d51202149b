package import Networking
package import WebSocket

/// Who receives what comes over a WebSocket.
@EventLoop
package protocol WebSocketDelegate: AnyObject {
    func received(_ message: Message, from webSocket: WebSocketConnection)
    /// Everything sent has left; called once for each `notifyWhenDrained`.
    func drained(_ webSocket: WebSocketConnection)
    /// It is over, whoever ended it. Called exactly once, and last.
    func closed(_ webSocket: WebSocketConnection, code: CloseCode, because reason: CloseReason)
}

/// Drives the WebSocket machine over one connection, as server or as client.
@EventLoop
package final class WebSocketConnection: ConnectionDelegate {
    /// Held until the WebSocket has closed.
    package var delegate: (any WebSocketDelegate)? {
        didSet { if !early.isEmpty { EventLoop.post { self.takeEarly() } } }
    }
    private let connection: Connection
    private var endpoint: Endpoint
    private var closeCode = CloseCode.abnormal
    /// What came in one packet with the handshake, before there was a delegate to receive it.
    private var early: [UInt8]

    package init(_ connection: Connection, role: Role, limits: MessageLimits, received early: [UInt8]) {
        self.connection = connection
        self.early = early
        endpoint = Endpoint(role: role, limits: limits)
        connection.delegate = self
    }

    package var peer: SocketAddress { connection.peer }
    package var pendingBytes: Int { connection.pendingBytes }
    package var isBlocked: Bool { connection.isBlocked }

    package func send(_ message: Message) {
        connection.send(endpoint.frame(for: message))
    }

    /// Sends a frame that was encoded before, the same bytes for every subscriber.
    ///
    /// Only for servers: clients mask each frame.
    package func send(frame: [UInt8]) {
        connection.send(frame)
    }

    package func notifyWhenDrained() {
        connection.notifyWhenDrained()
    }

    /// Starts the closing handshake.
    package func close(_ code: CloseCode, reason: String = "") {
        guard let frame = endpoint.close(code, reason) else { return }
        closeCode = code
        connection.send(frame)
        connection.finish()
    }

    /// Closes without a handshake.
    package func abort() {
        connection.abort()
    }

    package func received(_ bytes: Span<UInt8>, from connection: Connection) {
        if !early.isEmpty { takeEarly() }
        endpoint.receive(bytes)
        advance()
    }

    private func takeEarly() {
        let bytes = early
        early = []
        guard !bytes.isEmpty else { return }
        endpoint.receive(bytes.span)
        advance()
    }

    private func advance() {
        while let action = endpoint.next() {
            switch action {
            case .message(let message):
                delegate?.received(message, from: self)
            case .send(let frame):
                connection.send(frame)
            case .peerClosed(let code, _):
                closeCode = code
                connection.finish()
            case .failed(let violation):
                closeCode = violation.code
                connection.finish()
            }
        }
    }

    package func receivedEnd(from connection: Connection) {
        connection.finish()
    }

    package func drained(_ connection: Connection) {
        delegate?.drained(self)
    }

    package func closed(_ connection: Connection, because reason: CloseReason) {
        let owner = delegate
        delegate = nil
        owner?.closed(self, code: closeCode, because: reason)
    }
}
