import JSON
import Networking
import ProgressModel
import Web

/// Sends a watcher all tasks there are, in chunks, no faster than the watcher reads.
///
/// Each task is sent as it is when its chunk leaves, so that no chunk takes back a change that went out before it.
@EventLoop
final class SnapshotSender {
    private static let tasksPerChunk = 200
    /// No further chunk while more than this many bytes wait in the connection.
    private static let pendingLimit = 256 << 10
    private static let pause: Duration = .milliseconds(5)

    private let socket: Socket
    private let manager: ProgressManager
    private var remaining: ArraySlice<String>
    /// Keeps the sender alive while it waits for the watcher.
    private var timer: LoopTimer?

    init(_ tasks: [GenerationTask], of manager: ProgressManager, to socket: Socket) {
        self.socket = socket
        self.manager = manager
        remaining = tasks.map(\.id)[...]
    }

    func send() {
        repeat {
            let chunk = remaining.prefix(SnapshotSender.tasksPerChunk)
            remaining = remaining.dropFirst(chunk.count)
            socket.emit(
                "tasks",
                ["tasks": .array(chunk.compactMap { manager.record($0)?.json }), "more": .bool(!remaining.isEmpty)],
            )
        } while !remaining.isEmpty && socket.pendingBytes < SnapshotSender.pendingLimit
        guard !remaining.isEmpty, socket.isConnected else { return timer = nil }
        let timer = timer ?? LoopTimer { self.send() }
        timer.schedule(after: SnapshotSender.pause)
        self.timer = timer
    }
}
