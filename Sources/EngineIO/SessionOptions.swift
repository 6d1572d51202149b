/// The numbers a server's sessions keep to.
///
/// Every bound of a session is here, with what happens at it. One object serves all sessions, and costs each a reference only.
package final class SessionOptions: Sendable {
    /// From the opening, or from an answered ping, to the next ping.
    package let pingInterval: Duration
    /// How long a ping may stay unanswered; then the session ends with `pingTimeout`.
    package let pingTimeout: Duration
    /// The most bytes in a request's body, and in a response unless one message alone is larger.
    ///
    /// The HTTP layer answers a larger body with 413; what gets past it ends the session with `protocolError`.
    package let maximumPayload: Int
    /// The most packets in a request's body; one more ends the session with `protocolError`.
    ///
    /// Stock clients put all they have into one body, so only a flood of nearly empty packets comes near it.
    package let maximumPacketsPerPost: Int
    /// How long a probe may take from its opening to `5`; then its WebSocket is closed and polling goes on.
    package let upgradeTimeout: Duration
    /// The most bytes that wait for the next poll; one more ends the session with `slowConsumer`.
    package let maximumBufferedBytes: Int
    /// How long a session closed here waits for a poll to carry its last packets and the `1`; then they are dropped.
    package let closeTimeout: Duration

    package init(
        pingInterval: Duration = .seconds(25),
        pingTimeout: Duration = .seconds(20),
        maximumPayload: Int = 1_000_000,
        maximumPacketsPerPost: Int = 16_384,
        upgradeTimeout: Duration = .seconds(10),
        maximumBufferedBytes: Int = 16 << 20,
        closeTimeout: Duration = .seconds(30),
    ) {
        self.pingInterval = pingInterval
        self.pingTimeout = pingTimeout
        self.maximumPayload = maximumPayload
        self.maximumPacketsPerPost = maximumPacketsPerPost
        self.upgradeTimeout = upgradeTimeout
        self.maximumBufferedBytes = maximumBufferedBytes
        self.closeTimeout = closeTimeout
    }

    /// While a probe waits for its `5`, a poll after the first is ended with a noop this much after the one before.
    ///
    /// At once would let a client that polls but never sends `5` spin; never would strand a client whose noop overtook
    /// its `3probe`, as such a client polls once more and sends `5` only when that poll has ended.
    static let noopInterval: Duration = .milliseconds(100)

    func handshake(sid: String, transport: TransportKind) -> Handshake {
        Handshake(
            sid: sid,
            upgrades: transport == .polling ? [TransportKind.webSocket.rawValue] : [],
            pingInterval: Int((pingInterval / .milliseconds(1)).rounded()),
            pingTimeout: Int((pingTimeout / .milliseconds(1)).rounded()),
            maxPayload: maximumPayload,
        )
    }
}
