import JSON

/// Writes packets as the reference does, byte for byte.
package enum PacketEncoder {
    /// The packet's text, then its attachments; to be sent in that order with nothing between.
    package static func encode(_ packet: Packet) -> [Message] {
        let namespace = packet.namespace
        switch packet.content {
        case .connect(let data, let query):
            let asked = query.map { "\(namespace)?\($0)" } ?? namespace
            return [.text(bytes(.connect, namespace: asked, payload: data))]
        case .disconnect:
            return [.text(bytes(.disconnect, namespace: namespace, payload: nil))]
        case .connectError(let data):
            return [.text(bytes(.connectError, namespace: namespace, payload: data))]
        case .event(let name, let data, let ackID):
            return event(namespace: namespace, name: name, data: data, ackID: ackID)
        case .ack(let id, let data):
            return ack(namespace: namespace, id: id, data: data)
        }
    }

    /// Appends an event with one argument, such as `2/progress,["progress",{...}]`, to a frame that has begun.
    ///
    /// - Parameters:
    ///   - name: Needs no escapes.
    ///   - argument: Appends the argument as JSON.
    package static func writeEvent(
        namespace: String,
        name: StaticString,
        argument: (inout [UInt8]) -> Void,
        to bytes: inout [UInt8],
    ) {
        writeHeader(.event, namespace: namespace, ackID: nil, to: &bytes)
        bytes.append(contentsOf: "[\"".utf8)
        bytes.append(contentsOf: name.description.utf8)
        bytes.append(contentsOf: "\",".utf8)
        argument(&bytes)
        bytes.append(UInt8(ascii: "]"))
    }

    static func event(namespace: String, name: String, data: EventData, ackID: String?) -> [Message] {
        let type: PacketType = data.attachments.isEmpty ? .event : .binaryEvent
        var bytes = header(type, attachmentCount: data.attachments.count, namespace: namespace, ackID: ackID)
        write(name: name, args: data.args, to: &bytes)
        return [.text(bytes)] + data.attachments.map(Message.binary)
    }

    static func ack(namespace: String, id: String, data: EventData) -> [Message] {
        let type: PacketType = data.attachments.isEmpty ? .ack : .binaryAck
        var bytes = header(type, attachmentCount: data.attachments.count, namespace: namespace, ackID: id)
        JSONValue.array(data.args).write(to: &bytes)
        return [.text(bytes)] + data.attachments.map(Message.binary)
    }

    private static func bytes(_ type: PacketType, namespace: String, payload: JSONValue?) -> [UInt8] {
        var bytes = header(type, namespace: namespace, ackID: nil)
        payload?.write(to: &bytes)
        return bytes
    }

    private static func write(name: String, args: [JSONValue], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        JSONValue.string(name).write(to: &bytes)
        for argument in args {
            bytes.append(UInt8(ascii: ","))
            argument.write(to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private static func header(
        _ type: PacketType,
        attachmentCount: Int = 0,
        namespace: String,
        ackID: String?,
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        writeHeader(type, attachmentCount: attachmentCount, namespace: namespace, ackID: ackID, to: &bytes)
        return bytes
    }

    private static func writeHeader(
        _ type: PacketType,
        attachmentCount: Int = 0,
        namespace: String,
        ackID: String?,
        to bytes: inout [UInt8],
    ) {
        bytes.append(type.rawValue)
        if type == .binaryEvent || type == .binaryAck {
            bytes.append(contentsOf: "\(attachmentCount)-".utf8)
        }
        if namespace != "/" {
            bytes.append(contentsOf: namespace.utf8)
            bytes.append(UInt8(ascii: ","))
        }
        if let ackID { bytes.append(contentsOf: ackID.utf8) }
    }
}
