package import JSON

/// One Socket.IO packet (protocol version 5): what is said, and in which namespace.
///
/// Only well-formed packets exist as this type; `PacketDecoder` refuses all others. Whether a packet is one of the two
/// binary types on the wire follows from its attachments.
package struct Packet: Sendable, Equatable {
    /// Starts with `/`; the main namespace is `/` itself.
    package var namespace: String
    package var content: Content

    package enum Content: Sendable, Equatable {
        /// A client asks to join, with its `auth` object and the query after the namespace's `?`; or the server lets it
        /// join, with the object that holds its `sid`.
        case connect(data: JSONValue?, query: String?)
        case disconnect
        /// Wants an answer when it carries an ack id: digits, to be echoed as they are.
        case event(name: String, EventData, ackID: String?)
        /// The answer to the event with that ack id.
        case ack(id: String, EventData)
        /// The server refuses to let the client join: an object with a `message`, or a plain string.
        case connectError(JSONValue?)
    }

    package init(namespace: String, content: Content) {
        self.namespace = namespace
        self.content = content
    }
}

/// The arguments of an event or an ack, with the attachments their placeholders stand for.
package struct EventData: Sendable, Equatable {
    /// Where bytes belong, the JSON holds a placeholder: `{"_placeholder":true,"num":0}`.
    package var args: [JSONValue]
    package var attachments: [[UInt8]]

    package init(_ args: [JSONValue] = [], attachments: [[UInt8]] = []) {
        self.args = args
        self.attachments = attachments
    }
}

/// The first byte of a packet's text.
enum PacketType: UInt8 {
    case connect = 0x30
    case disconnect, event, ack, connectError, binaryEvent, binaryAck
}
