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

    private let socket: Socket
    private let manager: ProgressManager
    /// Decides which of the tasks are sent; nil for all.
    private let filter: FilteredWatch?
    private var remaining: ArraySlice<String>

    init(_ ids: [String], of manager: ProgressManager, narrowedBy filter: FilteredWatch?, to socket: Socket) {
        self.socket = socket
        self.manager = manager
        self.filter = filter
        remaining = ids[...]
    }

    /// Sends as much as the watcher may be sent now, at least one chunk; true when that was the last.
    ///
    /// With a filter that is one chunk, which may be empty: looking for its tasks takes no more than its share of a turn.
    func send() -> Bool {
        repeat {
            socket.send(PreparedEvent(namespace: socket.namespace, "tasks", argument: writeChunk))
        } while filter == nil && !remaining.isEmpty && socket.pendingBytes < SnapshotSender.pendingLimit
        return remaining.isEmpty
    }

    private func writeChunk(to bytes: inout [UInt8]) {
        let end = bytes.count + SnapshotSender.chunkBytes
        var isFirst = true
        let share = TurnShare()
        var looked = 0
        bytes.append(contentsOf: #"{"tasks":["#.utf8)
        while bytes.count < end, !(filter != nil && share.isUsedUp(after: looked)), let id = remaining.popFirst() {
            looked += 1
            guard let task = manager.record(id), filter?.admits(task) ?? true else { continue }
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            task.writeJSON(to: &bytes)
        }
        bytes.append(contentsOf: (remaining.isEmpty ? #"],"more":false}"# : #"],"more":true}"#).utf8)
    }
}
