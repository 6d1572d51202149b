/// Why a peer's packets end the connection: close the Engine.IO session at once.
package enum ConnectionError: Error, Equatable {
    case invalidPacket(PacketError)
    /// A packet for a namespace that is not joined, or not yet.
    case notJoined(namespace: String)
    /// A second CONNECT to a namespace.
    case alreadyConnecting(namespace: String)
    /// A CONNECT_ERROR, which only servers send.
    case connectErrorFromClient
    case tooManyNamespaces(limit: Int)
    case joinedNothing(within: Duration)
    /// The server's CONNECT has no `sid`: it speaks an older protocol.
    case missingSessionID
}

extension ConnectionError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalidPacket(let error): error.description
        case .notJoined(let namespace): "connect to the namespace \(namespace) and wait for the answer first"
        case .alreadyConnecting(let namespace): "connect to the namespace \(namespace) only once"
        case .connectErrorFromClient: "only a server sends CONNECT_ERROR"
        case .tooManyNamespaces(let limit): "connect to at most \(limit) namespaces"
        case .joinedNothing(let time): "no namespace was joined within \(time)"
        case .missingSessionID: "the server does not speak Socket.IO protocol 5"
        }
    }
}
