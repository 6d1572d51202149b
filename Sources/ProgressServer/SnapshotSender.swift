import JSON
import Networking
import ProgressModel
import Web

/// Sends a watcher all tasks there are, in chunks, no faster than the watcher reads.
///
/// Changes may overtake it; every task carries its `seq`, so the receiver keeps the newer.
@EventLoop
final class SnapshotSender {
    private static let tasksPerChunk = 200
    /// No further chunk while more than this many bytes wait in the connection.
    private static let pendingLimit = 256 << 10
    private static let pause: Duration = .milliseconds(5)

    private let socket: Socket
    private var remaining: ArraySlice<GenerationTask>
    /// Keeps the sender alive while it waits for the watcher.
    private var timer: LoopTimer?

    init(_ tasks: [GenerationTask], to socket: Socket) {
        self.socket = socket
        remaining = tasks[...]
    }

    func send() {
        repeat {
            let chunk = remaining.prefix(SnapshotSender.tasksPerChunk)
            remaining = remaining.dropFirst(chunk.count)
            socket.emit("tasks", ["tasks": .array(chunk.map(\.json)), "more": .bool(!remaining.isEmpty)])
        } while !remaining.isEmpty && socket.pendingBytes < SnapshotSender.pendingLimit
        guard !remaining.isEmpty, socket.isConnected else { return timer = nil }
        let timer = timer ?? LoopTimer { self.send() }
        timer.schedule(after: SnapshotSender.pause)
        self.timer = timer
    }
}
