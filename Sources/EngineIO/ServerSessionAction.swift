extension ServerSession {
    /// What the driver does next, in the order given.
    ///
    /// The driver keeps at most one held poll and one WebSocket for a session. A request that its own input neither
    /// answers nor refuses stays open: a poll is held, an upgrade gets its 101.
    package enum Action: Sendable, Equatable {
        /// Answer the held poll, or else the one just handed in, with 200, this body and `Payload.contentType`.
        case respondToPoll([UInt8])
        /// Answer the POST just handed in with 200, `Payload.accepted` and `Payload.acceptedContentType`.
        case acceptPost
        /// Answer the request just handed in with this refusal. A poll held before it is not meant.
        case refuse(RequestRefusal)
        /// Send one message on the session's WebSocket.
        case sendWebSocket(Message)
        /// Close the session's WebSocket and let go of it: nothing more that it brings belongs to the session.
        case closeWebSocket
        /// The probe's WebSocket is the transport from here on.
        case upgraded
        /// Hand a message to the layer above, unless that has closed the session meanwhile (`isOpen` tells).
        case deliver(Message)
        /// The session is over for the layer above: said once, and nothing is delivered after it.
        case closed(CloseReason)
        /// Forget the session: from now its id is unknown. Comes with `closed`, or after the last poll was answered.
        case finished
    }

    /// Why a session ended, for the layer above and for counting.
    package enum CloseReason: Sendable, Equatable, CaseIterable {
        /// The client sent `1`.
        case closedByClient
        /// `close(now:)` was called.
        case closedByServer
        /// The WebSocket went away, or a request that was not finished.
        case transportClosed
        /// A ping was not answered in time.
        case pingTimeout
        /// The client sent what is not Engine.IO, or what a client must not send.
        case protocolError
        /// The client sent a second GET or POST before the first was answered.
        case overlappingRequests
        /// More waited for the client's next poll than `SessionOptions.maximumBufferedBytes`; all of it was dropped.
        case slowConsumer
    }
}
