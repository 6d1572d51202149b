/// What stands before the JSON of a packet: `<type>[<attachments>-][<namespace>[?<query>],][<ack id>]`.
struct PacketHeader {
    let type: PacketType
    private(set) var attachmentCount = 0
    private(set) var namespace = "/"
    private(set) var query: String?
    private(set) var ackID: String?
    /// Where the JSON starts; the end of the text when there is none.
    private(set) var payloadStart = 1

    init(of text: [UInt8], limits: PacketLimits) throws(PacketError) {
        guard let first = text.first else { throw .empty }
        guard let type = PacketType(rawValue: first) else { throw .unknownType(first) }
        self.type = type
        if type == .binaryEvent || type == .binaryAck {
            try readAttachmentCount(in: text, limit: limits.attachments)
        }
        if payloadStart < text.count, text[payloadStart] == UInt8(ascii: "/") {
            try readNamespace(in: text, limit: limits.namespaceBytes)
        }
        try readAckID(in: text, limit: limits.ackIDDigits)
    }

    private mutating func readAttachmentCount(in text: [UInt8], limit: Int) throws(PacketError) {
        let digits = text[payloadStart...].prefix(while: isDigit)
        guard !digits.isEmpty, digits.endIndex < text.count, text[digits.endIndex] == UInt8(ascii: "-") else {
            throw .invalidAttachmentCount
        }
        guard let count = Int(String(decoding: digits, as: UTF8.self)), count <= limit else {
            throw .tooManyAttachments(limit: limit)
        }
        attachmentCount = count
        payloadStart = digits.endIndex + 1
    }

    /// Reads up to the comma, which may be left out where nothing follows.
    private mutating func readNamespace(in text: [UInt8], limit: Int) throws(PacketError) {
        let bytes = text[payloadStart...].prefix { $0 != UInt8(ascii: ",") }
        guard bytes.count <= limit else { throw .namespaceTooLong(limit: limit) }
        let name = bytes.prefix { $0 != UInt8(ascii: "?") }
        guard let validName = String(validating: name, as: UTF8.self) else { throw .invalidNamespace }
        namespace = validName
        if name.endIndex < bytes.endIndex {
            guard let validQuery = String(validating: bytes[(name.endIndex + 1)...], as: UTF8.self) else {
                throw .invalidNamespace
            }
            query = validQuery
        }
        payloadStart = min(bytes.endIndex + 1, text.count)
    }

    private mutating func readAckID(in text: [UInt8], limit: Int) throws(PacketError) {
        let digits = text[payloadStart...].prefix(while: isDigit)
        guard !digits.isEmpty else { return }
        guard digits.count <= limit else { throw .ackIDTooLong(limit: limit) }
        ackID = String(decoding: digits, as: UTF8.self)
        payloadStart = digits.endIndex
    }
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
