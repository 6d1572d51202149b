package import JSON

/// The server's side of Socket.IO on one Engine.IO session: which namespaces its client has joined, and what it may say.
///
/// The driver hands in each message and does what the actions say, in order. It answers each `.connectRequested` with
/// `accept` or `refuse`. As in the reference, a client that breaks the protocol loses the whole connection.
package struct ServerConnection: Sendable {
    private let options: ConnectionOptions
    private var decoder: PacketDecoder
    private var namespaces = NamespaceTable()
    private var isClosed = false
    /// By when the client must have joined a namespace; nil once it has joined its first.
    package private(set) var nextDeadline: Duration?

    /// What the driver must do.
    package enum Action: Sendable, Equatable {
        /// The client asks to join: answer with `accept` or `refuse`. `auth` is an object where there is one.
        case connectRequested(namespace: String, auth: JSONValue?, query: String?)
        /// An event; where `ackID` is there, the client waits for `ack` with the same id.
        case event(namespace: String, name: String, EventData, ackID: String?)
        /// The client's answer to an event sent with that ack id. An id never given out means nothing.
        case ack(namespace: String, id: String, EventData)
        /// The client is no longer in the namespace, whoever wanted it so.
        case disconnected(namespace: String)
        /// To be sent over the session in this order.
        case send([Message])
        /// Close the session at once, then call `sessionClosed`.
        case close(ConnectionError)
    }

    /// Starts with the session; the client has until the connect timeout to join a namespace.
    package init(options: ConnectionOptions = .standard, now: Duration) {
        self.options = options
        decoder = PacketDecoder(limits: options.packets)
        nextDeadline = now + options.connectTimeout
    }

    /// Takes in one message of the client.
    package mutating func receive(_ message: Message) -> [Action] {
        guard !isClosed else { return [] }
        do {
            guard let packet = try decode(message) else { return [] }
            return [try apply(packet)]
        } catch {
            return close(because: error)
        }
    }

    /// Closes a connection that has joined nothing by its deadline.
    package mutating func timePassed(now: Duration) -> [Action] {
        guard let deadline = nextDeadline, now >= deadline else { return [] }
        return close(because: .joinedNothing(within: options.connectTimeout))
    }

    /// The session has ended, for whatever reason: the client has left every namespace.
    package mutating func sessionClosed() -> [Action] {
        isClosed = true
        nextDeadline = nil
        defer { namespaces.removeAll() }
        return namespaces.joined.map { .disconnected(namespace: $0) }
    }

    private mutating func close(because error: ConnectionError) -> [Action] {
        isClosed = true
        nextDeadline = nil
        return [.close(error)]
    }

    private mutating func decode(_ message: Message) throws(ConnectionError) -> Packet? {
        do {
            return try decoder.receive(message)
        } catch {
            throw .invalidPacket(error)
        }
    }

    private mutating func apply(_ packet: Packet) throws(ConnectionError) -> Action {
        let namespace = packet.namespace
        switch packet.content {
        case .connect(let auth, let query):
            try ask(for: namespace)
            return .connectRequested(namespace: namespace, auth: auth, query: query)
        case .disconnect:
            try requireJoined(namespace)
            namespaces.remove(namespace)
            return .disconnected(namespace: namespace)
        case .event(let name, let data, let ackID):
            try requireJoined(namespace)
            return .event(namespace: namespace, name: name, data, ackID: ackID)
        case .ack(let id, let data):
            try requireJoined(namespace)
            return .ack(namespace: namespace, id: id, data)
        case .connectError:
            throw .connectErrorFromClient
        }
    }

    private mutating func ask(for namespace: String) throws(ConnectionError) {
        guard !namespaces.contains(namespace) else { throw .alreadyConnecting(namespace: namespace) }
        guard namespaces.count < options.maximumNamespaces else {
            throw .tooManyNamespaces(limit: options.maximumNamespaces)
        }
        namespaces.ask(for: namespace)
    }

    private func requireJoined(_ namespace: String) throws(ConnectionError) {
        guard isJoined(namespace) else { throw .notJoined(namespace: namespace) }
    }
}

/// What the server's driver may say. Nothing is said in a namespace that the client has not joined, nor after the close.
extension ServerConnection {
    package func isJoined(_ namespace: String) -> Bool { sessionID(in: namespace) != nil }

    /// The session id the client was given on joining, or nil where it has not joined.
    package func sessionID(in namespace: String) -> String? {
        isClosed ? nil : namespaces.sessionID(in: namespace)
    }

    /// Lets the client into a namespace it asked for; `sid` must be unique and differ from the Engine.IO session's.
    ///
    /// A client that is given a `pid` shows it when it comes back; see `RecoveryRequest`.
    package mutating func accept(namespace: String, sid: String, pid: String? = nil) -> [Action] {
        guard !isClosed, namespaces.isPending(namespace) else { return [] }
        namespaces.join(namespace, sessionID: sid)
        nextDeadline = nil
        var data: JSONObject = ["sid": .string(sid)]
        data["pid"] = pid.map(JSONValue.string)
        return send(Packet(namespace: namespace, content: .connect(data: .object(data), query: nil)))
    }

    /// Keeps the client out of a namespace it asked for; it may ask again, and the connection goes on.
    package mutating func refuse(
        namespace: String,
        message: String = "Invalid namespace",
        data: JSONValue? = nil,
    ) -> [Action] {
        guard !isClosed, namespaces.isPending(namespace) else { return [] }
        namespaces.remove(namespace)
        var refusal: JSONObject = ["message": .string(message)]
        refusal["data"] = data
        return send(Packet(namespace: namespace, content: .connectError(.object(refusal))))
    }

    /// Puts the client out of a namespace.
    package mutating func disconnect(namespace: String) -> [Action] {
        guard isJoined(namespace) else { return [] }
        namespaces.remove(namespace)
        return send(Packet(namespace: namespace, content: .disconnect)) + [.disconnected(namespace: namespace)]
    }

    /// The messages of an event for this client; none where it has not joined.
    package func event(namespace: String, name: String, data: EventData, ackID: String? = nil) -> [Message] {
        guard isJoined(namespace) else { return [] }
        return PacketEncoder.event(namespace: namespace, name: name, data: data, ackID: ackID)
    }

    /// The messages that answer an event of this client; none where it has left meanwhile.
    package func ack(namespace: String, id: String, data: EventData) -> [Message] {
        guard isJoined(namespace) else { return [] }
        return PacketEncoder.ack(namespace: namespace, id: id, data: data)
    }

    private func send(_ packet: Packet) -> [Action] { [.send(PacketEncoder.encode(packet))] }
}
