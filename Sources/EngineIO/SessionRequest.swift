import JSON

/// The ways packets travel, by the name in the `transport` parameter of a request.
package enum TransportKind: String, Sendable {
    case polling
    case webSocket = "websocket"
}

/// What an HTTP request to the Engine.IO path asks for, once its method and parameters are found to make sense.
package enum SessionRequest: Sendable, Equatable {
    /// A new session; on WebSocket the request is an upgrade.
    case open(TransportKind)
    /// A GET that waits for packets.
    case poll(sid: String)
    /// A POST that brings packets.
    case post(sid: String)
    /// A WebSocket that an existing session may move to. Whether it may now is `ServerSession.canUpgrade`.
    case upgrade(sid: String)

    /// Checks a request in the order of the reference server, so that the same fault gets the same code.
    ///
    /// - Parameters:
    ///   - method: The method as sent, for example `GET`.
    ///   - isUpgrade: Whether the request asks to become a WebSocket.
    ///   - parameter: The value of a query parameter, nil when absent.
    ///   - isKnown: Whether there is a session with that id.
    /// - Throws: The refusal to answer with.
    package init(
        method: String,
        isUpgrade: Bool,
        parameter: (String) -> String?,
        isKnown: (String) -> Bool,
    ) throws(RequestRefusal) {
        guard let transport = parameter("transport").flatMap(TransportKind.init(rawValue:)) else {
            throw .unknownTransport
        }
        let isUpgradeTransport = transport == .webSocket
        if let sid = parameter("sid"), !sid.isEmpty {
            guard isKnown(sid) else { throw .unknownSession }
            guard isUpgrade == isUpgradeTransport else { throw .badRequest }
            self = try SessionRequest.continuing(sid, method: method, isUpgrade: isUpgrade)
        } else {
            guard method == "GET" else { throw .badHandshakeMethod }
            guard isUpgrade == isUpgradeTransport else { throw .badRequest }
            guard parameter("EIO") == "4" else { throw .unsupportedVersion }
            self = .open(transport)
        }
    }

    private static func continuing(
        _ sid: String,
        method: String,
        isUpgrade: Bool,
    ) throws(RequestRefusal) -> SessionRequest {
        switch (method, isUpgrade) {
        case ("GET", true): .upgrade(sid: sid)
        case ("GET", false): .poll(sid: sid)
        case ("POST", false): .post(sid: sid)
        default: throw .badHandshakeMethod
        }
    }
}

/// Why a request is refused, by the code that clients know.
package enum RequestRefusal: Int, Error, Sendable, CaseIterable {
    case unknownTransport
    case unknownSession
    case badHandshakeMethod
    case badRequest
    case forbidden
    case unsupportedVersion

    /// The HTTP status to answer with.
    package var status: Int { self == .forbidden ? 403 : 400 }

    /// The text that the reference server sends with the code.
    package var message: String {
        switch self {
        case .unknownTransport: "Transport unknown"
        case .unknownSession: "Session ID unknown"
        case .badHandshakeMethod: "Bad handshake method"
        case .badRequest: "Bad request"
        case .forbidden: "Forbidden"
        case .unsupportedVersion: "Unsupported protocol version"
        }
    }

    /// The JSON body to answer with: `{"code":1,"message":"Session ID unknown"}`.
    package var body: [UInt8] {
        let object: JSONValue = ["code": .integer(Int64(rawValue)), "message": .string(message)]
        return object.serialized()
    }
}
