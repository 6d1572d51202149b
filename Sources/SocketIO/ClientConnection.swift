package import JSON

/// The client's side of Socket.IO on one Engine.IO session.
///
/// What comes for a namespace that is not joined is passed over, as the stock clients do: it may have crossed a DISCONNECT.
package struct ClientConnection: Sendable {
    private var decoder: PacketDecoder
    private var namespaces = NamespaceTable()
    private var isClosed = false

    /// What the driver must do or learns.
    package enum Action: Sendable, Equatable {
        case connected(namespace: String, sid: String)
        /// The server's answer to `connect` is no.
        case refused(namespace: String, message: String, data: JSONValue?)
        /// An event; where `ackID` is there, the server waits for `ack` with the same id.
        case event(namespace: String, name: String, EventData, ackID: String?)
        /// The answer to an event sent with that ack id.
        case ack(namespace: String, id: String, EventData)
        /// The server put us out.
        case disconnected(namespace: String)
        /// Close the session: what the server sends cannot be understood.
        case protocolError(ConnectionError)
    }

    package init(limits: PacketLimits = .standard) {
        decoder = PacketDecoder(limits: limits)
    }

    /// Takes in one message of the server.
    package mutating func receive(_ message: Message) -> [Action] {
        guard !isClosed else { return [] }
        do {
            guard let packet = try decoder.receive(message) else { return [] }
            return apply(packet)
        } catch {
            return close(because: .invalidPacket(error))
        }
    }

    private mutating func apply(_ packet: Packet) -> [Action] {
        let namespace = packet.namespace
        if namespaces.isPending(namespace) { return answered(packet) }
        guard isJoined(namespace) else { return [] }
        switch packet.content {
        case .disconnect:
            namespaces.remove(namespace)
            return [.disconnected(namespace: namespace)]
        case .event(let name, let data, let ackID):
            return [.event(namespace: namespace, name: name, data, ackID: ackID)]
        case .ack(let id, let data):
            return [.ack(namespace: namespace, id: id, data)]
        case .connect, .connectError:
            return []
        }
    }

    private mutating func answered(_ packet: Packet) -> [Action] {
        let namespace = packet.namespace
        switch packet.content {
        case .connect(let data, _):
            guard let sid = data?["sid"]?.string else { return close(because: .missingSessionID) }
            namespaces.join(namespace, sessionID: sid)
            return [.connected(namespace: namespace, sid: sid)]
        case .connectError(let error):
            namespaces.remove(namespace)
            let message = error?["message"]?.string ?? error?.string ?? "The server refused the connection"
            return [.refused(namespace: namespace, message: message, data: error?["data"])]
        case .disconnect, .event, .ack:
            return []
        }
    }

    private mutating func close(because error: ConnectionError) -> [Action] {
        isClosed = true
        return [.protocolError(error)]
    }
}

/// What the client's driver may say. Nothing is said in a namespace that is not joined.
extension ClientConnection {
    package func isJoined(_ namespace: String) -> Bool {
        !isClosed && namespaces.sessionID(in: namespace) != nil
    }

    /// Asks to join a namespace; the answer will be connected or refused.
    ///
    /// `auth` must be an object. There is nothing to send when the namespace was asked for before.
    package mutating func connect(namespace: String, auth: JSONValue? = nil) -> [Message] {
        guard !isClosed, !namespaces.contains(namespace) else { return [] }
        namespaces.ask(for: namespace)
        return PacketEncoder.encode(Packet(namespace: namespace, content: .connect(data: auth, query: nil)))
    }

    /// Leaves a namespace; nothing more comes from it.
    package mutating func disconnect(namespace: String) -> [Message] {
        guard isJoined(namespace) else { return [] }
        namespaces.remove(namespace)
        return PacketEncoder.encode(Packet(namespace: namespace, content: .disconnect))
    }

    package func event(namespace: String, name: String, data: EventData, ackID: String? = nil) -> [Message] {
        guard isJoined(namespace) else { return [] }
        return PacketEncoder.event(namespace: namespace, name: name, data: data, ackID: ackID)
    }

    package func ack(namespace: String, id: String, data: EventData) -> [Message] {
        guard isJoined(namespace) else { return [] }
        return PacketEncoder.ack(namespace: namespace, id: id, data: data)
    }
}
