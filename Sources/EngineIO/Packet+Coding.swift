/// Packets as bytes: alone in a WebSocket message, or as one part of a polling payload.
extension Packet {
    /// The letter before base64: how polling, which carries text only, marks a binary message.
    private static let binaryMark = UInt8(ascii: "b")
    /// The byte before the text of a message, for whoever writes frames of messages without building a packet.
    package static let messageMark = UInt8(ascii: "0") + PacketType.message.rawValue

    /// Reads the packet that one WebSocket message carries.
    package init(frame: Message) throws(PacketError) {
        switch frame {
        case .text(let bytes): try self.init(text: bytes[...])
        case .binary: self = .message(frame)
        }
    }

    /// Reads a packet written as text, which must be valid UTF-8.
    ///
    /// Data after a packet that has none is ignored.
    package init(text: ArraySlice<UInt8>) throws(PacketError) {
        guard let first = text.first else { throw .empty }
        let data = text.dropFirst()
        if first == Packet.binaryMark {
            guard let bytes = Base64.decode(data) else { throw .invalidBase64 }
            self = .message(.binary(bytes))
            return
        }
        guard let type = PacketType(rawValue: first &- UInt8(ascii: "0")) else { throw .unknownType(first) }
        switch type {
        case .open: self = .open(try Handshake(json: Array(data)))
        case .close: self = .close
        case .ping: self = .ping(Array(data))
        case .pong: self = .pong(Array(data))
        case .message: self = .message(.text(Array(data)))
        case .upgrade: self = .upgrade
        case .noop: self = .noop
        }
    }

    /// The WebSocket message that carries this packet: a binary message goes as it is, everything else as text.
    package var frame: Message {
        if case .message(.binary) = self, case .message(let message) = self { return message }
        var text: [UInt8] = []
        text.reserveCapacity(textSize)
        append(to: &text)
        return .text(text)
    }

    /// Writes the packet as text, the form it has in a polling payload.
    func append(to text: inout [UInt8]) {
        if case .message(.binary(let bytes)) = self {
            text.append(Packet.binaryMark)
            return Base64.append(bytes, to: &text)
        }
        text.append(UInt8(ascii: "0") + type.rawValue)
        text.append(contentsOf: textData)
    }

    /// How many bytes `append(to:)` writes.
    var textSize: Int {
        if case .message(.binary(let bytes)) = self { return 1 + Base64.size(ofEncoded: bytes.count) }
        return 1 + textData.count
    }

    private var textData: [UInt8] {
        switch self {
        case .open(let handshake): handshake.json
        case .ping(let data), .pong(let data), .message(.text(let data)): data
        case .message(.binary), .close, .upgrade, .noop: []
        }
    }
}
