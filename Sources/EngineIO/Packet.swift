/// The kinds of packet, by the digit that opens each on the wire.
package enum PacketType: UInt8, Sendable, CaseIterable {
    case open = 0
    case close
    case ping
    case pong
    case message
    case upgrade
    case noop
}

/// Text or bytes: what a message packet carries, and what a WebSocket message carries a packet in.
///
/// Text is held as its bytes, which are valid UTF-8: nothing here needs it as characters.
package enum Message: Sendable, Equatable {
    case text([UInt8])
    case binary([UInt8])

    /// Text written in the source or made by the layer above.
    package static func text(_ text: String) -> Message { .text(Array(text.utf8)) }
}

/// The unit of Engine.IO: everything either side says is one of these seven.
package enum Packet: Sendable, Equatable {
    /// The server's first word. Boxed, being rare and large, so that a queue of messages stays small.
    indirect case open(Handshake)
    case close
    /// The server's heartbeat with no data, or a client's probe of a new transport with the data `probe`.
    case ping([UInt8])
    /// The answer to a ping, with the same data.
    case pong([UInt8])
    case message(Message)
    case upgrade
    case noop

    package var type: PacketType {
        switch self {
        case .open: .open
        case .close: .close
        case .ping: .ping
        case .pong: .pong
        case .message: .message
        case .upgrade: .upgrade
        case .noop: .noop
        }
    }
}

/// Why bytes from the peer are not Engine.IO.
///
/// Each ends the session: what follows could not be understood either.
package enum PacketError: Error, Equatable {
    /// A packet without even a type, as in an empty body or between two separators.
    case empty
    /// The first byte is neither a digit from 0 to 6 nor `b`.
    case unknownType(UInt8)
    /// What follows `b` is not base64 with its padding.
    case invalidBase64
    /// The body of a request is not UTF-8.
    case invalidUTF8
    /// What follows `0` is not the five members of a handshake.
    case invalidHandshake
    /// One payload holds more packets than are taken.
    case tooManyPackets(limit: Int)
}
