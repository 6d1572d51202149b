import Networking
import ProgressModel
import Web

/// A client that follows tasks: which, and what it has not been told because it does not keep up.
@EventLoop
final class Subscriber {
    /// While more than this many bytes wait for a client that has caught up, it is told of no further task.
    private static let catchingUpLimit = 256 << 10

    let socket: Socket
    /// The tasks it has joined, at most `Subscriptions.roomsPerConnection`.
    var rooms: [String] = []
    /// What it watches besides; nil unless it watches.
    var watch: TaskSelection?
    /// The same where a filter narrows it; in a place of its own, so that others pay nothing for it.
    var filteredWatch: FilteredWatch?
    /// The snapshot it is being sent.
    var snapshot: SnapshotSender?
    /// Tasks whose newest state it is owed, one entry each however often they change.
    private var owed: Set<String> = []
    /// The order in which they came to be owed; may name tasks that are owed no more.
    private var order: [String] = []

    init(_ socket: Socket) {
        self.socket = socket
    }

    /// Sends a task's state, or notes that it is owed where the client is behind; says which.
    ///
    /// What is urgent is always sent, and makes up for what was owed.
    func send(_ event: PreparedEvent, of taskID: String, isUrgent: Bool) -> Bool {
        if !isUrgent, socket.isBehind {
            owe(taskID)
            return false
        }
        if !owed.isEmpty { owed.remove(taskID) }
        socket.send(event)
        return true
    }

    private func owe(_ taskID: String) {
        if owed.isEmpty { socket.notifyWhenDrained() }
        if owed.insert(taskID).inserted { order.append(taskID) }
    }

    /// The client has taken all it was sent: the snapshot goes on, then follows what is owed.
    func drained(newest: (String) -> PreparedEvent?) -> Int {
        if let sender = snapshot, !sender.send() {
            socket.notifyWhenDrained()
            return 0
        }
        snapshot = nil
        var sentCount = 0
        var taken = 0
        while taken < order.count, socket.pendingBytes < Subscriber.catchingUpLimit {
            let id = order[taken]
            taken += 1
            guard owed.remove(id) != nil, let event = newest(id) else { continue }
            socket.send(event)
            sentCount += 1
        }
        if owed.isEmpty { order = [] } else { order.removeFirst(taken) }
        if !owed.isEmpty { socket.notifyWhenDrained() }
        return sentCount
    }
}
