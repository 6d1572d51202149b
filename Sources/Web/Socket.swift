package import JSON
package import Networking
import SocketIO

/// One client in one namespace, as Socket.IO calls it.
@EventLoop
package final class Socket {
    /// Given to this client in this namespace only; it cannot be guessed.
    package let id: String
    package let namespace: String
    package let peer: SocketAddress
    /// Until the client has left the namespace.
    private var connection: SocketIOConnection?

    init(id: String, namespace: String, connection: SocketIOConnection) {
        self.id = id
        self.namespace = namespace
        self.connection = connection
        peer = connection.peer
    }

    package var isConnected: Bool { connection?.isJoined(namespace) ?? false }

    /// Bytes sent that the client has not taken yet.
    package var pendingBytes: Int { connection?.pendingBytes ?? 0 }

    /// Whether the client takes less than it is sent, so that what is only news should wait for `Namespace.drained`.
    package var isBehind: Bool { connection?.isBehind ?? false }

    /// `polling` or `websocket`.
    package var transportName: String { connection?.transportName ?? "" }

    package func emit(_ name: String, _ argument: JSONValue) {
        emit(name, [argument])
    }

    package func emit(_ name: String, _ arguments: [JSONValue], attachments: [[UInt8]] = []) {
        connection?.emit(name, EventData(arguments, attachments: attachments), in: namespace)
    }

    /// Asks for one call of `Namespace.drained`, when the client has taken all it was sent.
    package func notifyWhenDrained() {
        connection?.notifyWhenDrained()
    }

    /// Sends an event that was encoded for this namespace before.
    package func send(_ event: PreparedEvent) {
        connection?.send(event)
    }

    package func acknowledge(_ ackID: String, _ argument: JSONValue) {
        acknowledge(ackID, [argument])
    }

    package func acknowledge(_ ackID: String, _ arguments: [JSONValue], attachments: [[UInt8]] = []) {
        connection?.acknowledge(ackID, EventData(arguments, attachments: attachments), in: namespace)
    }

    /// The client is no longer in the namespace: whatever is sent from now on goes nowhere.
    func detach() {
        connection = nil
    }

    /// Puts the client out of the namespace.
    package func disconnect() {
        connection?.disconnect(from: namespace)
    }
}
