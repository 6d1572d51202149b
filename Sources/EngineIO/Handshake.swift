import JSON

/// What the server tells the client in the open packet: who it is now, and the numbers both sides keep to.
package struct Handshake: Sendable, Equatable {
    /// The session's id, which every later request names.
    package let sid: String
    /// The transports this session may still move to: `websocket` or none.
    package let upgrades: [String]
    /// Milliseconds from one answered ping to the next ping.
    package let pingInterval: Int
    /// Milliseconds a ping may stay unanswered.
    package let pingTimeout: Int
    /// The most bytes in one message or in the body of one request.
    package let maxPayload: Int

    package init(sid: String, upgrades: [String], pingInterval: Int, pingTimeout: Int, maxPayload: Int) {
        self.sid = sid
        self.upgrades = upgrades
        self.pingInterval = pingInterval
        self.pingTimeout = pingTimeout
        self.maxPayload = maxPayload
    }

    /// Reads the data of an open packet.
    ///
    /// Times outside 1 ms to 1 day are refused, as no heartbeat can be kept by them.
    package init(json: [UInt8]) throws(PacketError) {
        let day: Int64 = 86_400_000
        guard let value = try? JSONValue.parse(json),
            let sid = value["sid"]?.string, !sid.isEmpty,
            let upgrades = value["upgrades"]?.array,
            let pingInterval = value["pingInterval"]?.integer, (1...day).contains(pingInterval),
            let pingTimeout = value["pingTimeout"]?.integer, (1...day).contains(pingTimeout),
            let maxPayload = value["maxPayload"]?.integer, maxPayload >= 0
        else { throw .invalidHandshake }
        self.init(
            sid: sid,
            upgrades: upgrades.compactMap(\.string),
            pingInterval: Int(pingInterval),
            pingTimeout: Int(pingTimeout),
            maxPayload: Int(maxPayload),
        )
    }

    /// The data of an open packet: exactly the five members, in the order of the reference server.
    package var json: [UInt8] {
        let object: JSONValue = [
            "sid": .string(sid),
            "upgrades": .array(upgrades.map(JSONValue.string)),
            "pingInterval": .integer(Int64(pingInterval)),
            "pingTimeout": .integer(Int64(pingTimeout)),
            "maxPayload": .integer(Int64(maxPayload)),
        ]
        return object.serialized()
    }
}
