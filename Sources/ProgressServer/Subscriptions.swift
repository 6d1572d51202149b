import Networking
import ProgressModel
import Web

/// Who is to hear of which task: members of a task's room, and watchers of everything.
@EventLoop
final class Subscriptions {
    /// Rooms one connection may be in; one more `join` is refused.
    static let roomsPerConnection = 1000

    /// What a watcher wants to hear of; nil means all.
    struct Filter {
        var types: Set<String>?
        var statuses: Set<TaskStatus>?

        func accepts(_ task: GenerationTask) -> Bool {
            types?.contains(task.type) ?? true && statuses?.contains(task.status) ?? true
        }
    }

    private var rooms: [String: [Socket]] = [:]
    private var roomsOfSocket: [ObjectIdentifier: Set<String>] = [:]
    private var watchers: [ObjectIdentifier: (socket: Socket, filter: Filter)] = [:]

    /// False when the connection is in too many rooms.
    func join(_ socket: Socket, taskID: String) -> Bool {
        var joined = roomsOfSocket[ObjectIdentifier(socket)] ?? []
        guard !joined.contains(taskID) else { return true }
        guard joined.count < Subscriptions.roomsPerConnection else { return false }
        joined.insert(taskID)
        roomsOfSocket[ObjectIdentifier(socket)] = joined
        rooms[taskID, default: []].append(socket)
        return true
    }

    func leave(_ socket: Socket, taskID: String) {
        guard roomsOfSocket[ObjectIdentifier(socket)]?.remove(taskID) != nil else { return }
        removeMember(socket, from: taskID)
    }

    private func removeMember(_ socket: Socket, from taskID: String) {
        rooms[taskID]?.removeAll { $0 === socket }
        if rooms[taskID]?.isEmpty == true { rooms[taskID] = nil }
    }

    func watch(_ socket: Socket, _ filter: Filter) {
        watchers[ObjectIdentifier(socket)] = (socket, filter)
    }

    func unwatch(_ socket: Socket) {
        watchers[ObjectIdentifier(socket)] = nil
    }

    /// Forgets a connection altogether.
    func remove(_ socket: Socket) {
        unwatch(socket)
        for taskID in roomsOfSocket.removeValue(forKey: ObjectIdentifier(socket)) ?? [] {
            removeMember(socket, from: taskID)
        }
    }

    func rooms(of socket: Socket) -> [String] { roomsOfSocket[ObjectIdentifier(socket), default: []].sorted() }

    func isWatching(_ socket: Socket) -> Bool { watchers[ObjectIdentifier(socket)] != nil }

    /// Calls `send` once for each connection that is to hear of this change of a task.
    ///
    /// - Parameter isUrgent: The status has changed, so watchers of some statuses must also hear that a task has left them.
    func forEachSubscriber(of task: GenerationTask, isUrgent: Bool, _ send: (Socket) -> Void) {
        let members = rooms[task.id] ?? []
        for member in members { send(member) }
        for (key, watcher) in watchers where roomsOfSocket[key]?.contains(task.id) != true {
            let mayLeaveFilter = isUrgent && watcher.filter.types?.contains(task.type) ?? true
            if mayLeaveFilter || watcher.filter.accepts(task) { send(watcher.socket) }
        }
    }

    /// Calls `send` once for each connection that may know a task that is gone now, and closes its room.
    func closeRoom(_ taskID: String, _ send: (Socket) -> Void) {
        let members = rooms.removeValue(forKey: taskID) ?? []
        for member in members {
            roomsOfSocket[ObjectIdentifier(member)]?.remove(taskID)
            send(member)
        }
        for watcher in watchers.values where !members.contains(where: { $0 === watcher.socket }) {
            send(watcher.socket)
        }
    }
}
