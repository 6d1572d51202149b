/// One whole message.
package enum Message: Sendable, Equatable {
    /// Valid UTF-8.
    case text([UInt8])
    case binary([UInt8])
}

/// One side of a WebSocket connection: it answers pings, echoes close frames, and lets nothing through after them.
///
/// The driver gives it what was received, takes actions until there is none, and sends what it asks for.
package struct Endpoint: Sendable {
    package enum Action: Sendable, Equatable {
        case message(Message)
        /// Send these bytes.
        case send([UInt8])
        /// The peer has closed; the echo came before as `send`. Close the connection once it is sent.
        case peerClosed(CloseCode, String)
        /// The peer broke the protocol; the close frame came before as `send`. Close the connection once it is sent.
        case failed(ProtocolViolation)
    }

    private enum State: Sendable {
        case open
        /// Our close frame is sent; the peer's is awaited, and nothing else is read.
        case closing
        case closed
    }

    private let role: Role
    private var decoder: Decoder
    private var state = State.open
    /// What is to follow the frame just asked to be sent.
    private var followUp: Action?

    package init(role: Role, limits: MessageLimits = MessageLimits()) {
        self.role = role
        decoder = Decoder(role: role, limits: limits)
    }

    package mutating func receive(_ bytes: Span<UInt8>) {
        if case .closed = state { return }
        decoder.receive(bytes)
    }

    /// The next action, or nil until more bytes have come.
    package mutating func next() -> Action? {
        if let action = followUp {
            followUp = nil
            return action
        }
        while state != .closed {
            do throws(ProtocolViolation) {
                guard let event = try decoder.next() else { return nil }
                if let action = action(for: event) { return action }
            } catch {
                return fail(error)
            }
        }
        return nil
    }

    private mutating func action(for event: Decoder.Event) -> Action? {
        if case .close(let code, let reason) = event { return peerClosed(code, reason) }
        guard state == .open else { return nil }
        switch event {
        case .text(let bytes): return .message(.text(bytes))
        case .binary(let bytes): return .message(.binary(bytes))
        case .ping(let payload): return .send(Encoder.frame(.pong, payload, maskingKey: maskingKey))
        case .pong, .close: return nil
        }
    }

    private mutating func peerClosed(_ code: CloseCode, _ reason: String) -> Action {
        let wasOpen = state == .open
        state = .closed
        guard wasOpen else { return .peerClosed(code, reason) }
        followUp = .peerClosed(code, reason)
        return .send(Encoder.close(code, maskingKey: maskingKey))
    }

    private mutating func fail(_ violation: ProtocolViolation) -> Action {
        let wasOpen = state == .open
        state = .closed
        guard wasOpen else { return .failed(violation) }
        followUp = .failed(violation)
        return .send(Encoder.close(violation.code, violation.reason, maskingKey: maskingKey))
    }

    /// The frame of a message, masked where this is a client.
    package func frame(for message: Message) -> [UInt8] {
        switch message {
        case .text(let bytes): Encoder.frame(.text, bytes, maskingKey: maskingKey)
        case .binary(let bytes): Encoder.frame(.binary, bytes, maskingKey: maskingKey)
        }
    }

    /// The close frame to send, or nil when one was sent before.
    package mutating func close(_ code: CloseCode, _ reason: String = "") -> [UInt8]? {
        guard state == .open else { return nil }
        state = .closing
        return Encoder.close(code, reason, maskingKey: maskingKey)
    }

    /// A fresh key that cannot be foretold, for clients (section 5.3).
    private var maskingKey: UInt32? {
        role == .client ? UInt32.random(in: 0...UInt32.max) : nil
    }
}
