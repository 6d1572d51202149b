import JSON

extension Packet {
    /// Names that mean something to the stock clients and servers themselves, so that no peer may send them.
    private static let reservedEventNames: Set<String> = [
        "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener",
    ]

    /// The packet of a header and the JSON after it, still without its attachments.
    init(_ header: PacketHeader, payload: JSONValue?) throws(PacketError) {
        namespace = header.namespace
        switch header.type {
        case .connect:
            guard payload == nil || payload?.object != nil else { throw .unexpectedPayload }
            content = .connect(data: payload, query: header.query)
        case .disconnect:
            guard payload == nil else { throw .unexpectedPayload }
            content = .disconnect
        case .event, .binaryEvent:
            guard let elements = payload?.array, let first = elements.first else { throw .missingEventName }
            // Most events have one argument.
            let args = elements.count == 2 ? [elements[1]] : Array(elements.dropFirst())
            content = .event(name: try Packet.eventName(first), EventData(args), ackID: header.ackID)
        case .ack, .binaryAck:
            guard let id = header.ackID else { throw .missingAckID }
            guard let args = payload.map(\.array) ?? [] else { throw .unexpectedPayload }
            content = .ack(id: id, EventData(args))
        case .connectError:
            guard payload == nil || payload?.object != nil || payload?.string != nil else { throw .unexpectedPayload }
            content = .connectError(payload)
        }
    }

    /// An event is named by a string or, which the reference allows too, by a number, that is then its name in digits.
    private static func eventName(_ value: JSONValue) throws(PacketError) -> String {
        if let name = value.string {
            guard !reservedEventNames.contains(name) else { throw .reservedEventName(name) }
            return name
        }
        guard value.number?.isFinite == true else { throw .missingEventName }
        return value.text
    }

    func attaching(_ attachments: [[UInt8]]) -> Packet {
        var packet = self
        switch content {
        case .event(let name, var data, let ackID):
            data.attachments = attachments
            packet.content = .event(name: name, data, ackID: ackID)
        case .ack(let id, var data):
            data.attachments = attachments
            packet.content = .ack(id: id, data)
        case .connect, .disconnect, .connectError:
            break
        }
        return packet
    }
}
