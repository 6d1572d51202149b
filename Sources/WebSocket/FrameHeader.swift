/// The kinds of frame (RFC 6455 section 5.2).
package enum Opcode: UInt8, Sendable {
    case continuation = 0x0
    case text = 0x1
    case binary = 0x2
    case close = 0x8
    case ping = 0x9
    case pong = 0xA

    var isControl: Bool { rawValue >= 0x8 }
}

/// Which side of the connection this is: clients mask what they send, servers never do (section 5.1).
package enum Role: Sendable {
    case server
    case client
}

/// The first 2 to 14 bytes of a frame.
struct FrameHeader: Sendable, Equatable {
    let isFinal: Bool
    let opcode: Opcode
    let payloadLength: Int
    let maskingKey: UInt32?

    /// Reads a header from the beginning of `bytes`; nil until it is complete.
    ///
    /// Checks all that concerns one frame alone.
    static func parse(
        _ bytes: ArraySlice<UInt8>,
        role: Role,
    ) throws(ProtocolViolation) -> (header: FrameHeader, length: Int)? {
        guard bytes.count >= 2 else { return nil }
        let first = bytes[bytes.startIndex]
        let second = bytes[bytes.startIndex + 1]
        guard first & 0x70 == 0 else { throw .init(.protocolError, "a reserved bit is set") }
        guard let opcode = Opcode(rawValue: first & 0x0F) else {
            throw .init(.protocolError, "the opcode is reserved")
        }
        let isMasked = second & 0x80 != 0
        guard isMasked == (role == .server) else {
            throw .init(.protocolError, isMasked ? "a server must not mask" : "a client must mask")
        }
        let isFinal = first & 0x80 != 0
        guard !opcode.isControl || (isFinal && second & 0x7F <= 125) else {
            throw .init(.protocolError, "a control frame is fragmented or longer than 125 bytes")
        }
        return try extended(bytes, isFinal: isFinal, opcode: opcode, shortLength: second & 0x7F, isMasked: isMasked)
    }

    private static func extended(
        _ bytes: ArraySlice<UInt8>,
        isFinal: Bool,
        opcode: Opcode,
        shortLength: UInt8,
        isMasked: Bool,
    ) throws(ProtocolViolation) -> (header: FrameHeader, length: Int)? {
        let lengthBytes = shortLength == 127 ? 8 : shortLength == 126 ? 2 : 0
        let size = 2 + lengthBytes + (isMasked ? 4 : 0)
        guard bytes.count >= size else { return nil }
        let extended = bigEndian(bytes.dropFirst(2).prefix(lengthBytes))
        guard lengthBytes == 0 || extended > (lengthBytes == 2 ? 125 : 0xFFFF) else {
            throw .init(.protocolError, "a length is not written in its shortest form")
        }
        guard let length = Int(exactly: lengthBytes == 0 ? UInt64(shortLength) : extended) else {
            throw .init(.protocolError, "a length has its highest bit set")
        }
        let key = isMasked ? UInt32(truncatingIfNeeded: bigEndian(bytes.dropFirst(2 + lengthBytes).prefix(4))) : nil
        return (FrameHeader(isFinal: isFinal, opcode: opcode, payloadLength: length, maskingKey: key), size)
    }

    private static func bigEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension ProtocolViolation {
    init(_ code: CloseCode, _ reason: String) {
        self.init(code: code, reason: reason)
    }
}
