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
    private var remaining: ArraySlice<String>

    init(_ tasks: [GenerationTask], of manager: ProgressManager, to socket: Socket) {
        self.socket = socket
        self.manager = manager
        remaining = tasks.map(\.id)[...]
    }

    /// Sends as much as the watcher may be sent now, at least one chunk; true when that was the last.
    func send() -> Bool {
        repeat {
            socket.send(PreparedEvent(namespace: socket.namespace, "tasks", argument: writeChunk))
        } while !remaining.isEmpty && socket.pendingBytes < SnapshotSender.pendingLimit
        return remaining.isEmpty
    }

    private func writeChunk(to bytes: inout [UInt8]) {
        let end = bytes.count + SnapshotSender.chunkBytes
        var isFirst = true
        bytes.append(contentsOf: #"{"tasks":["#.utf8)
        while bytes.count < end, let id = remaining.popFirst() {
            guard let task = manager.record(id) else { continue }
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            task.writeJSON(to: &bytes)
        }
        bytes.append(contentsOf: (remaining.isEmpty ? #"],"more":false}"# : #"],"more":true}"#).utf8)
    }
}
