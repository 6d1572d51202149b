/// The body of a long-polling request or response: packets as text, with a separator between them.
package enum Payload {
    /// The most packets in one response: python-engineio's client refuses a seventeenth.
    package static let maximumPackets = 16
    /// The content type of the answer to a poll.
    package static let contentType = "text/plain; charset=UTF-8"
    /// The content type that a POST must not have: version 4 carries binary as base64.
    package static let refusedContentType = "application/octet-stream"
    /// The body of the answer to a POST that was taken.
    package static let accepted = Array("ok".utf8)
    /// The content type of that answer; some old browsers offer anything else as a download.
    package static let acceptedContentType = "text/html"

    /// The ASCII record separator, which JSON never contains unescaped.
    static let separator: UInt8 = 0x1E

    /// Writes packets into one body.
    ///
    /// The text of a message must not contain the separator (0x1E).
    package static func encode(_ packets: some Sequence<Packet>) -> [UInt8] {
        var payload: [UInt8] = []
        for packet in packets {
            if !payload.isEmpty { payload.append(separator) }
            packet.append(to: &payload)
        }
        return payload
    }

    /// Reads all packets of one body, or none: a body with one bad packet is not trusted at all.
    package static func decode(_ payload: [UInt8], maximumPackets: Int) throws(PacketError) -> [Packet] {
        guard (try? UTF8Span(validating: payload.span)) != nil else { throw .invalidUTF8 }
        var packets: [Packet] = []
        var rest = payload[...]
        while let end = rest.firstIndex(of: separator) {
            packets.append(try Packet(text: rest[..<end]))
            guard packets.count < maximumPackets else { throw .tooManyPackets(limit: maximumPackets) }
            rest = rest[end...].dropFirst()
        }
        packets.append(try Packet(text: rest))
        return packets
    }
}
