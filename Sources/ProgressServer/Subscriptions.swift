import Networking
import ProgressModel
import Web

/// Who is to hear of which task: members of a task's room, and watchers of everything.
@EventLoop
final class Subscriptions {
    /// Rooms one connection may be in; one more `join` is refused.
    static let roomsPerConnection = 1000

    private var subscribers: [ObjectIdentifier: Subscriber] = [:]
    private var rooms: [String: Room] = [:]
    private var watchers = Room()

    func subscriber(_ socket: Socket) -> Subscriber? { subscribers[ObjectIdentifier(socket)] }

    private func enlist(_ socket: Socket) -> Subscriber {
        if let known = subscriber(socket) { return known }
        let subscriber = Subscriber(socket)
        subscribers[ObjectIdentifier(socket)] = subscriber
        return subscriber
    }

    /// False when the connection is in too many rooms.
    func join(_ socket: Socket, taskID: String) -> Bool {
        let subscriber = enlist(socket)
        guard !subscriber.rooms.contains(taskID) else { return true }
        guard subscriber.rooms.count < Subscriptions.roomsPerConnection else { return false }
        subscriber.rooms.append(taskID)
        rooms[taskID, default: Room()].append(subscriber)
        return true
    }

    func leave(_ socket: Socket, taskID: String) {
        guard let subscriber = subscriber(socket), let place = subscriber.rooms.firstIndex(of: taskID) else { return }
        subscriber.rooms.remove(at: place)
        removeMember(subscriber, from: taskID)
    }

    private func removeMember(_ subscriber: Subscriber, from taskID: String) {
        rooms[taskID]?.remove(subscriber)
        if rooms[taskID]?.isEmpty == true { rooms[taskID] = nil }
    }

    func watch(
        _ socket: Socket,
        _ selection: TaskSelection,
        clock: @escaping @Sendable () -> Timestamp,
    ) -> Subscriber {
        let subscriber = enlist(socket)
        if subscriber.watch == nil { watchers.append(subscriber) }
        subscriber.watch = selection
        subscriber.filteredWatch = selection.filter.map { FilteredWatch(selection, $0, clock: clock) }
        return subscriber
    }

    func unwatch(_ socket: Socket) {
        guard let subscriber = subscriber(socket), subscriber.watch != nil else { return }
        subscriber.watch = nil
        subscriber.filteredWatch = nil
        subscriber.snapshot = nil
        watchers.remove(subscriber)
    }

    /// Forgets a connection altogether.
    func remove(_ socket: Socket) {
        unwatch(socket)
        guard let subscriber = subscribers.removeValue(forKey: ObjectIdentifier(socket)) else { return }
        for taskID in subscriber.rooms { removeMember(subscriber, from: taskID) }
    }

    func rooms(of socket: Socket) -> [String] { subscriber(socket)?.rooms.sorted() ?? [] }

    func isWatching(_ socket: Socket) -> Bool { subscriber(socket)?.watch != nil }

    /// Calls `send` once for each connection that is to hear of this change of a task.
    ///
    /// - Parameter isUrgent: The status may have changed, so watchers of some statuses must also hear that a task has left them.
    func forEachSubscriber(
        of task: GenerationTask,
        isUrgent: Bool,
        _ send: (Subscriber, FilteredWatch.News) -> Void,
    ) {
        for member in rooms[task.id]?.members ?? [] { send(member, .changed) }
        for watcher in watchers.members {
            guard let selection = watcher.watch, !watcher.rooms.contains(task.id) else { continue }
            if let filtered = watcher.filteredWatch {
                if let news = filtered.news(of: task) { send(watcher, news) }
                continue
            }
            let mayLeave = isUrgent && selection.types?.contains(task.type) ?? true
            if mayLeave || selection.accepts(task) { send(watcher, .changed) }
        }
    }

    /// Calls `send` once for each connection that may know a task that is gone now, and closes its room.
    func closeRoom(_ taskID: String, _ send: (Subscriber) -> Void) {
        for watcher in watchers.members {
            let knowsTask = watcher.filteredWatch?.forget(taskID) ?? true
            if knowsTask, !watcher.rooms.contains(taskID) { send(watcher) }
        }
        for member in rooms.removeValue(forKey: taskID)?.members ?? [] {
            member.rooms.removeAll { $0 == taskID }
            send(member)
        }
    }
}
