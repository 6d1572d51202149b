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
        let end = place(of: UInt8(ascii: ","), in: text, from: payloadStart, to: text.count)
        guard end - payloadStart <= limit else { throw .namespaceTooLong(limit: limit) }
        let nameEnd = place(of: UInt8(ascii: "?"), in: text, from: payloadStart, to: end)
        namespace = try self.text(text.span.extracting(payloadStart..<nameEnd))
        if nameEnd < end { query = try self.text(text.span.extracting((nameEnd + 1)..<end)) }
        payloadStart = min(end + 1, text.count)
    }

    private func text(_ bytes: Span<UInt8>) throws(PacketError) -> String {
        guard let text = try? UTF8Span(validating: bytes) else { throw .invalidNamespace }
        return String(copying: text)
    }

    /// Where a byte first stands, or the end; a loop by hand, for the library's goes through generic code at every step.
    private func place(of byte: UInt8, in text: [UInt8], from start: Int, to end: Int) -> Int {
        var place = start
        while place < end, text[place] != byte { place += 1 }
        return place
    }

    private mutating func readAckID(in text: [UInt8], limit: Int) throws(PacketError) {
        guard payloadStart < text.count, isDigit(text[payloadStart]) else { return }
        let digits = text[payloadStart...].prefix(while: isDigit)
        guard digits.count <= limit else { throw .ackIDTooLong(limit: limit) }
        ackID = String(decoding: digits, as: UTF8.self)
        payloadStart = digits.endIndex
    }
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
