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

    private var clients: [ObjectIdentifier: Client] = [:]

    var count: Int { clients.count }

    func add(_ socket: Socket, at now: Timestamp) {
        clients[ObjectIdentifier(socket)] = Client(socket: socket, connectedAt: now)
    }

    func remove(_ socket: Socket) {
        clients[ObjectIdentifier(socket)] = nil
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
