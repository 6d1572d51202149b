import JSON
import Networking
import ProgressModel
import Web

/// Sends a watcher all tasks there are, in chunks, no faster than the watcher reads.
///
/// Each task is sent as it is when its chunk leaves, so that no chunk takes back a change that went out before it.
@EventLoop
final class SnapshotSender {
    /// A chunk is closed with the task that brings it to so many bytes.
    private static let chunkBytes = 64 << 10
    /// No further chunk while more than this many bytes wait in the connection.
    private static let pendingLimit = 256 << 10

    /// What is still to be sent.
    private enum Rest {
        case tasks(ArraySlice<String>)
        /// What a search goes on to find, as far as a filter lets it through.
        case found(TaskSearch, FilteredWatch)
    }

    private let socket: Socket
    private let manager: ProgressManager
    private var rest: Rest

    init(_ ids: [String], of manager: ProgressManager, to socket: Socket) {
        self.socket = socket
        self.manager = manager
        rest = .tasks(ids[...])
    }

    init(_ search: TaskSearch, through filter: FilteredWatch, of manager: ProgressManager, to socket: Socket) {
        self.socket = socket
        self.manager = manager
        rest = .found(search, filter)
    }

    /// Sends as much as the watcher may be sent now, at least one chunk; true when that was the last.
    ///
    /// With a filter that is one chunk, which may be empty: looking for its tasks takes no more than its share of a turn.
    func send() -> Bool {
        repeat {
            socket.send(PreparedEvent(namespace: socket.namespace, "tasks", argument: writeChunk))
        } while !isOver && !searches && socket.pendingBytes < SnapshotSender.pendingLimit
        return isOver
    }

    private var isOver: Bool {
        switch rest {
        case .tasks(let ids): ids.isEmpty
        case .found(let search, _): search.isFinished
        }
    }

    private var searches: Bool {
        if case .found = rest { true } else { false }
    }

    private func writeChunk(to bytes: inout [UInt8]) {
        let end = bytes.count + SnapshotSender.chunkBytes
        let share = TurnShare()
        var isFirst = true
        bytes.append(contentsOf: #"{"tasks":["#.utf8)
        repeat {
            for task in next() {
                if !isFirst { bytes.append(UInt8(ascii: ",")) }
                isFirst = false
                task.writeJSON(to: &bytes)
            }
        } while !isOver && bytes.count < end && !(searches && share.isUsedUp)
        bytes.append(contentsOf: (isOver ? #"],"more":false}"# : #"],"more":true}"#).utf8)
    }

    /// The next of those to be sent; there may be none although more follow.
    private func next() -> [GenerationTask] {
        switch rest {
        case .tasks(var ids):
            let task = ids.popFirst().flatMap(manager.record)
            rest = .tasks(ids)
            return task.map { [$0] } ?? []
        case .found(var search, let filter):
            manager.advance(&search, lookingAt: TurnShare.step)
            let found = search.takeFound()
            rest = .found(search, filter)
            return found.filter(filter.admits)
        }
    }
}
