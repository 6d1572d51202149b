import JSON

/// Turns the messages of one connection into packets; a packet with attachments is complete once they have all come.
package struct PacketDecoder: Sendable {
    private let limits: PacketLimits
    private var expectation = Expectation.packet

    /// Boxed where there is something in it: that is rare and large, and every connection has one of these.
    private indirect enum Expectation {
        case packet
        case attachments(of: IncompletePacket)
    }

    private struct IncompletePacket {
        let packet: Packet
        let attachmentCount: Int
        var attachments: [[UInt8]] = []
    }

    package init(limits: PacketLimits = .standard) {
        self.limits = limits
    }

    /// Gives the packet that this message completes, or nil while attachments are due.
    ///
    /// After an error the decoder is of no more use: the peers no longer agree on what comes next.
    package mutating func receive(_ message: Message) throws(PacketError) -> Packet? {
        switch message {
        case .text(let bytes): try receiveText(bytes)
        case .binary(let bytes): try receiveAttachment(bytes)
        }
    }

    private mutating func receiveText(_ bytes: [UInt8]) throws(PacketError) -> Packet? {
        guard case .packet = expectation else { throw .textWhileAttachmentIsDue }
        let header = try PacketHeader(of: bytes, limits: limits)
        let payload = try payload(of: bytes, from: header.payloadStart)
        let packet = try Packet(header, payload: payload)
        if header.type == .binaryEvent || header.type == .binaryAck {
            try (payload ?? []).checkPlaceholders(attachmentCount: header.attachmentCount)
        }
        guard header.attachmentCount > 0 else { return packet }
        expectation = .attachments(of: IncompletePacket(packet: packet, attachmentCount: header.attachmentCount))
        return nil
    }

    private mutating func receiveAttachment(_ bytes: [UInt8]) throws(PacketError) -> Packet? {
        guard case .attachments(var incomplete) = expectation else { throw .unexpectedAttachment }
        incomplete.attachments.append(bytes)
        guard incomplete.attachments.count == incomplete.attachmentCount else {
            expectation = .attachments(of: incomplete)
            return nil
        }
        expectation = .packet
        return incomplete.packet.attaching(incomplete.attachments)
    }

    /// Python's tokens for numbers that are not finite are let through, so that the handler can name the field at fault.
    private func payload(of bytes: [UInt8], from start: Int) throws(PacketError) -> JSONValue? {
        guard start < bytes.count else { return nil }
        let options = JSONParsingOptions(maximumDepth: limits.jsonDepth, acceptsNonFiniteNumbers: true)
        do {
            return try JSONValue.parse(bytes.span.extracting(start...), options: options)
        } catch {
            throw .invalidJSON(error)
        }
    }
}
