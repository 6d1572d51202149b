import Synchronization

/// Brings the write-ahead log into the file, on a connection of its own: commits go on meanwhile, and nobody who is answered by
/// one waits for the disk.
final class Checkpointer: Sendable {
    /// Pages of 4 KiB that are written to the log from one checkpoint to the next.
    private static let interval = 1_000
    /// Times that it goes over the log at once.
    ///
    /// The log begins anew only after all of it is in the file, and what is committed meanwhile is left for the next time.
    private static let rounds = 4

    private let side: SideConnection
    private let isRunning = Atomic(false)

    init(path: String) throws(StoreError) {
        side = try StoreError.mapping(path) { () throws(SQLiteFailure) in
            try SideConnection(path: path, label: "genboard.checkpointer", settings: "PRAGMA synchronous = NORMAL")
        }
    }

    /// Begins where so many pages are in the log that it is time, and says whether it did.
    func begin(after pages: Int) -> Bool {
        guard pages >= Checkpointer.interval, !isRunning.exchange(true, ordering: .acquiring) else { return false }
        side.perform { [self] connection in
            defer { isRunning.store(false, ordering: .releasing) }
            for _ in 0..<Checkpointer.rounds {
                // One that fails is made up for by a later one, and at last by the writer itself.
                guard let isComplete = try? connection.checkpoint(), !isComplete else { return }
            }
        }
        return true
    }

    func close() {
        side.close()
    }
}

extension Connection {
    /// Brings what is in the log by now into the file without holding up anybody; the answer is whether nothing came meanwhile.
    fileprivate func checkpoint() throws(SQLiteFailure) -> Bool {
        var isComplete = false
        try prepare("PRAGMA wal_checkpoint(PASSIVE)").run { isComplete = $0.integer(1) == $0.integer(2) }
        return isComplete
    }
}
