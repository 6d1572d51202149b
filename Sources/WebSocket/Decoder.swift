/// What one message may come to.
///
/// Both are checked before memory is spent on it.
package struct MessageLimits: Sendable {
    /// Bytes of one message over all its fragments; more fails the connection with 1009.
    package var bytes: Int
    /// Frames of one message; more fails the connection with 1008.
    ///
    /// Tiny fragments cost far more to read than they carry.
    package var fragments: Int

    package init(bytes: Int = 1_000_000, fragments: Int = 1024) {
        self.bytes = bytes
        self.fragments = fragments
    }
}

/// Reads frames and puts messages together, from bytes as they come, however they are cut (RFC 6455 section 5).
package struct Decoder: Sendable {
    package enum Event: Sendable, Equatable {
        /// Valid UTF-8.
        case text([UInt8])
        case binary([UInt8])
        case ping([UInt8])
        case pong([UInt8])
        case close(CloseCode, String)
    }

    /// A frame whose header has been read.
    private struct Frame: Sendable {
        let header: FrameHeader
        /// Payload bytes taken so far.
        var taken = 0
    }

    /// A message that has begun.
    private struct Partial: Sendable {
        let isText: Bool
        var fragments = 1
        var check = UTF8Check()
    }

    private let role: Role
    private let limits: MessageLimits
    private var buffer: [UInt8] = []
    private var consumed = 0
    private var frame: Frame?
    private var partial: Partial?
    /// The payload of `partial` so far; it lies beside it, so that adding to it never copies it.
    private var message: [UInt8] = []
    private var control: [UInt8] = []

    package init(role: Role, limits: MessageLimits = MessageLimits()) {
        self.role = role
        self.limits = limits
    }

    package mutating func receive(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }

    /// The next event, or nil until more bytes have come.
    ///
    /// After an error nothing more may be asked.
    package mutating func next() throws(ProtocolViolation) -> Event? {
        defer { discardConsumed() }
        while true {
            if frame == nil {
                guard let parsed = try FrameHeader.parse(buffer[consumed...], role: role) else { return nil }
                try begin(parsed.header)
                consumed += parsed.length
            }
            guard let event = try takePayload() else {
                if frame == nil { continue }
                return nil
            }
            return event
        }
    }

    private mutating func discardConsumed() {
        if consumed == buffer.count {
            buffer = []
            consumed = 0
        } else if consumed > buffer.count / 2 {
            buffer.removeFirst(consumed)
            consumed = 0
        }
    }

    /// Checks what concerns a frame's place in its message.
    private mutating func begin(_ header: FrameHeader) throws(ProtocolViolation) {
        switch header.opcode {
        case .continuation:
            guard partial != nil else { throw .init(.protocolError, "a continuation without a beginning") }
            partial?.fragments += 1
        case .text, .binary:
            guard partial == nil else { throw .init(.protocolError, "a new message inside another") }
            partial = Partial(isText: header.opcode == .text)
        case .close, .ping, .pong:
            break
        }
        if !header.opcode.isControl {
            guard header.payloadLength <= limits.bytes - message.count else {
                throw .init(.messageTooBig, "a message is longer than \(limits.bytes) bytes")
            }
            guard let partial, partial.fragments <= limits.fragments else {
                throw .init(.policyViolation, "a message has more than \(limits.fragments) fragments")
            }
        }
        frame = Frame(header: header)
    }

    /// Moves what has come of the frame's payload; an event when that ends a message or a control frame.
    private mutating func takePayload() throws(ProtocolViolation) -> Event? {
        guard var current = frame else { return nil }
        let count = min(current.header.payloadLength - current.taken, buffer.count - consumed)
        let piece = buffer[consumed..<(consumed + count)]
        if current.header.opcode.isControl {
            Decoder.append(piece, of: current, to: &control)
        } else {
            let start = message.count
            Decoder.append(piece, of: current, to: &message)
            try check(from: start)
        }
        consumed += count
        current.taken += count
        let isComplete = current.taken == current.header.payloadLength
        frame = isComplete ? nil : current
        return isComplete ? try event(endedBy: current.header) : nil
    }

    private static func append(_ piece: ArraySlice<UInt8>, of frame: Frame, to payload: inout [UInt8]) {
        let start = payload.count
        payload.append(contentsOf: piece)
        if let key = frame.header.maskingKey { Mask.apply(key, to: &payload, from: start, offset: frame.taken) }
    }

    private mutating func check(from start: Int) throws(ProtocolViolation) {
        guard partial?.isText == true else { return }
        guard partial?.check.accept(message[start...]) == true else {
            throw .init(.invalidPayload, "a text message is not UTF-8")
        }
    }

    private mutating func event(endedBy header: FrameHeader) throws(ProtocolViolation) -> Event? {
        guard !header.opcode.isControl else {
            defer { control = [] }
            return try controlEvent(header.opcode)
        }
        guard header.isFinal, let ended = partial else { return nil }
        guard ended.check.isComplete else { throw .init(.invalidPayload, "a text message ends inside a character") }
        defer {
            partial = nil
            message = []
        }
        return ended.isText ? .text(message) : .binary(message)
    }

    private func controlEvent(_ opcode: Opcode) throws(ProtocolViolation) -> Event {
        switch opcode {
        case .ping: return .ping(control)
        case .pong: return .pong(control)
        default: return try closeEvent()
        }
    }

    private func closeEvent() throws(ProtocolViolation) -> Event {
        guard !control.isEmpty else { return .close(.noStatus, "") }
        guard control.count >= 2 else { throw .init(.protocolError, "a close frame of one byte") }
        let code = CloseCode(rawValue: UInt16(control[0]) << 8 | UInt16(control[1]))
        guard code.maySend else { throw .init(.protocolError, "the close code \(code.rawValue) may not be sent") }
        guard let reason = String(validating: control[2...], as: UTF8.self) else {
            throw .init(.invalidPayload, "the reason of a close frame is not UTF-8")
        }
        return .close(code, reason)
    }
}
