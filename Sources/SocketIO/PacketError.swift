package import JSON

/// Why a message is not a Socket.IO packet.
///
/// The sender is broken or hostile: close the connection.
package enum PacketError: Error, Equatable {
    case empty
    case unknownType(UInt8)
    case invalidAttachmentCount
    case tooManyAttachments(limit: Int)
    case namespaceTooLong(limit: Int)
    case invalidNamespace
    case ackIDTooLong(limit: Int)
    case missingAckID
    case invalidJSON(JSONError)
    /// The payload is JSON of a kind that this type of packet cannot have.
    case unexpectedPayload
    case missingEventName
    case reservedEventName(String)
    /// A placeholder without a number, or with that of no attachment.
    case invalidPlaceholder
    case unusedAttachment(Int)
    case textWhileAttachmentIsDue
    case unexpectedAttachment
}

extension PacketError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty: "a packet needs at least its type"
        case .unknownType(let byte): "unknown packet type 0x\(String(byte, radix: 16))"
        case .invalidAttachmentCount: "a binary packet needs its number of attachments and a dash after its type"
        case .tooManyAttachments(let limit): "send at most \(limit) attachments in one packet"
        case .namespaceTooLong(let limit): "a namespace with its query has at most \(limit) bytes"
        case .invalidNamespace: "the namespace is not UTF-8"
        case .ackIDTooLong(let limit): "an ack id has at most \(limit) digits"
        case .missingAckID: "an ack needs the id of the event it answers"
        case .invalidJSON(let error): error.description
        case .unexpectedPayload: "the payload does not suit the packet's type"
        case .missingEventName: "an event is an array that starts with its name"
        case .reservedEventName(let name): "the event name \(name) is reserved"
        case .invalidPlaceholder: "a placeholder's num must be the index of an attachment"
        case .unusedAttachment(let index): "no placeholder stands for attachment \(index)"
        case .textWhileAttachmentIsDue: "the attachments of a packet must follow it at once"
        case .unexpectedAttachment: "an attachment came without a packet that announced it"
        }
    }
}
