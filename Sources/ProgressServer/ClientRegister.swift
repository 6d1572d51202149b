import JSON
import Networking
import ProgressModel
import Web

/// Every connected client: who it is, since when, and what it follows.
///
/// Forgotten when it disconnects.
@EventLoop
final class ClientRegister {
    private struct Client {
        let socket: Socket
        let connectedAt: Timestamp
    }

    private var clients: [String: Client] = [:]

    var count: Int { clients.count }

    /// A client that is here already has come back before its old connection was known to be dead: that one is put out.
    func add(_ socket: Socket, at now: Timestamp) {
        clients[socket.id]?.socket.disconnect()
        clients[socket.id] = Client(socket: socket, connectedAt: now)
    }

    func socket(_ id: String) -> Socket? { clients[id]?.socket }

    func remove(_ socket: Socket) {
        if clients[socket.id]?.socket === socket { clients[socket.id] = nil }
    }

    var sockets: [Socket] { clients.values.map(\.socket) }

    /// What `GET /api/clients` shows, the longest connected first.
    func json(rooms subscriptions: Subscriptions) -> JSONValue {
        var list: [JSONValue] = []
        for client in clients.values.sorted(by: { $0.connectedAt < $1.connectedAt }) {
            list.append([
                "client_id": .string(client.socket.id),
                "address": .string(client.socket.peer.description),
                "transport": .string(client.socket.transportName),
                "connected_at": .double(client.connectedAt.seconds),
                "rooms": .array(subscriptions.rooms(of: client.socket).map(JSONValue.string)),
                "watching": .bool(subscriptions.isWatching(client.socket)),
            ])
        }
        return .array(list)
    }
}
