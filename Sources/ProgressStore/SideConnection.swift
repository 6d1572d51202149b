import Dispatch
import Synchronization

/// A connection beside the one that writes, with a queue of its own: one piece of work at a time, and nobody who waits for a commit
/// waits for it.
final class SideConnection: Sendable {
    private let queue: DispatchQueue
    private let connection: Mutex<Connection?>

    /// - Parameter settings: Statements to begin with.
    init(path: String, label: String, settings: String) throws(SQLiteFailure) {
        let opened = try Connection(path: path)
        try opened.execute(settings)
        connection = Mutex(opened)
        queue = DispatchQueue(label: label)
    }

    /// Calls back from the queue; not at all once it is closed.
    func perform(_ work: @escaping @Sendable (Connection) -> Void) {
        queue.async { [self] in
            connection.withLock { if let connection = $0 { work(connection) } }
        }
    }

    /// Waits for the work under way, gives up the rest, and closes.
    func close() {
        connection.withLock { $0 = nil }
    }
}
