package import JSON
package import Networking

/// What happens in one Socket.IO namespace.
///
/// Every method has a default that does nothing, so that a namespace says only what it cares for.
@EventLoop
package protocol Namespace: AnyObject {
    /// A client's CONNECT was answered; the first events may be sent.
    func connected(_ socket: Socket, auth: JSONValue?)
    /// Whether clients that come back may go on as who they were; they are told so, and `recovered` is called instead of `connected`.
    var recoversClients: Bool { get }
    /// Whether a client that was sent this offset last (nil: none) can go on from there; if not, it begins anew.
    ///
    /// An offset is the last argument of an event, when that is a text. It comes from the client, who may have made it up.
    func canRecover(from offset: String?) -> Bool
    /// A client is back, perhaps while the server still believes it to be connected as well: then there are two with one id.
    func recovered(_ socket: Socket, from offset: String?, auth: JSONValue?)
    func received(_ event: IncomingEvent, from socket: Socket)
    /// A client of this connection has taken all it was sent; called after `Socket.notifyWhenDrained`.
    func drained(_ socket: Socket)
    /// The client left the namespace or is gone. Called once for each `connected` or `recovered`.
    func disconnected(_ socket: Socket)
}

extension Namespace {
    package func connected(_ socket: Socket, auth: JSONValue?) {}
    package var recoversClients: Bool { false }
    package func canRecover(from offset: String?) -> Bool { false }
    package func recovered(_ socket: Socket, from offset: String?, auth: JSONValue?) {}
    package func received(_ event: IncomingEvent, from socket: Socket) {}
    package func drained(_ socket: Socket) {}
    package func disconnected(_ socket: Socket) {}
}

/// An event from a client.
package struct IncomingEvent: Sendable {
    package let name: String
    package let arguments: [JSONValue]
    /// Binary parts; in `arguments` an object `{"_placeholder":true,"num":n}` stands for each.
    package let attachments: [[UInt8]]
    /// Set when the client asked for an acknowledgement; see `Socket.acknowledge`.
    package let ackID: String?

    /// The same without what it carries, for whoever has to remember only what to answer.
    package var withoutArguments: IncomingEvent {
        IncomingEvent(name: name, arguments: [], attachments: [], ackID: ackID)
    }
}
