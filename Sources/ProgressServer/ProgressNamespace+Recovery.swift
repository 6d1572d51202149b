import JSON
import Networking
import ProgressModel
import Web

/// Clients that come back: a stock client finds itself in its rooms again, without a new `join`.
extension ProgressNamespace {
    /// A client without an offset lost its connection before it could be told what it followed, so nobody knows that.
    func canRecover(from offset: String?) -> Bool {
        guard let offset else { return false }
        return ClientPlace(offset: offset)?.epoch == actions.manager.epoch
    }

    /// Lets a client back into its rooms, by the same door as any other, and sends it the state of each once.
    func recovered(_ socket: Socket, from offset: String?, auth: JSONValue?) {
        let old = clients.socket(socket.id)
        let works = old.map { actions.workers.replace($0, by: socket) } ?? []
        greet(socket, isRecovered: true)
        for task in works.compactMap(actions.manager.record) where task.status == .cancelled {
            // The first word of it went to a connection that was dead.
            actions.workers.tellCancelled(task, reason: task.cancellation?.reason)
        }
        guard let place = offset.flatMap(ClientPlace.init(offset:)) else { return }
        for id in place.rooms {
            do throws(EventError) {
                _ = try enter(id, socket)
            } catch {
                socket.emit("task_removed", ["task_id": .string(id)])
            }
        }
        // A watch that no server of ours has written is refused like any other.
        if let watch = place.watch { _ = try? startWatch(watch, socket) }
    }

    /// Tells a client what to show when it comes back.
    func sendPlace(to socket: Socket) {
        let subscriber = subscriptions.subscriber(socket)
        let place = ClientPlace(
            epoch: actions.manager.epoch,
            rooms: subscriber?.rooms ?? [],
            watch: subscriber?.watch?.json,
        )
        socket.send(PreparedEvent(namespace: socket.namespace, "offset", .string(place.offset)))
    }
}
