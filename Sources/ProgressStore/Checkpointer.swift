import Synchronization

/// Brings the write-ahead log into the file, on a connection of its own: commits go on meanwhile, and nobody who is answered by
/// one waits for the disk.
///
/// The log begins anew, in the place it has on the disk, only after all of it is in the file. What is committed during this work
/// never is, so at the end the writer has to bring in the little that is left.
final class Checkpointer: Sendable {
    private enum State {
        case idle
        case working
        /// All that was in the log when this began is in the file.
        case ready
    }

    /// Pages of 4 KiB that are written to the log from one checkpoint to the next.
    ///
    /// Each costs the disk much the same, however much it brings in.
    private static let interval = 4_000

    private let side: SideConnection
    private let state = Mutex(State.idle)

    init(path: String) throws(StoreError) {
        side = try StoreError.mapping(path) { () throws(SQLiteFailure) in
            try SideConnection(path: path, label: "genboard.checkpointer", settings: "PRAGMA synchronous = NORMAL")
        }
    }

    /// Begins where so many pages are in the log that it is time.
    ///
    /// - Returns: Whether the writer is to bring in the rest now.
    func isReady(after pages: Int) -> Bool {
        state.withLock { state in
            if case .ready = state {
                state = .idle
                return true
            }
            if case .idle = state, pages >= Checkpointer.interval {
                state = .working
                work()
            }
            return false
        }
    }

    private func work() {
        side.perform { [self] connection in
            // One that fails is made up for by the writer.
            try? connection.checkpoint()
            state.withLock { $0 = .ready }
        }
    }

    func close() {
        side.close()
    }
}

extension Connection {
    /// Brings what is in the log by now into the file, without holding up another connection.
    func checkpoint() throws(SQLiteFailure) {
        try prepare("PRAGMA wal_checkpoint(PASSIVE)").run()
    }
}
