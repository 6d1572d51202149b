import ProgressModel
import Synchronization

/// Answers questions about what is kept, on a connection of its own.
final class NoteReader: Sendable {
    typealias Answer = Result<[JournalNote], StoreError>

    /// Questions that may wait; one more is refused as `tooManyQuestions`.
    static let limit = 100
    /// Notes in one answer; of more, those written last.
    static let answerLimit = 1_000

    private let path: String
    private let side: SideConnection
    private let waiting = Atomic(0)

    init(path: String) throws(StoreError) {
        self.path = path
        side = try StoreError.mapping(path) { () throws(SQLiteFailure) in
            let settings = "PRAGMA busy_timeout = \(Database.patience); PRAGMA query_only = ON"
            return try SideConnection(path: path, label: "genboard.reader", settings: settings)
        }
    }

    /// Takes a place among those that wait, for one call of `find`.
    ///
    /// Throws `tooManyQuestions`.
    func queueUp() throws(StoreError) {
        guard waiting.add(1, ordering: .relaxed).newValue <= NoteReader.limit else {
            waiting.subtract(1, ordering: .relaxed)
            throw .tooManyQuestions(limit: NoteReader.limit)
        }
    }

    /// Finds the notes whose keys begin with a text, in the order they were written.
    func find(in collection: NoteCollection, prefix: String, completed: @escaping @Sendable (Answer) -> Void) {
        side.perform { [self] connection in
            waiting.subtract(1, ordering: .relaxed)
            completed(
                Result { () throws(StoreError) in
                    try StoreError.mapping(path) { () throws(SQLiteFailure) in
                        try NoteReader.notes(in: collection, prefix: prefix, connection)
                    }
                }
            )
        }
    }

    private static func notes(
        in collection: NoteCollection,
        prefix: String,
        _ connection: Connection,
    ) throws(SQLiteFailure) -> [JournalNote] {
        var notes: [JournalNote] = []
        let statement = try connection.prepare(
            """
            SELECT key, at, value FROM notes
            WHERE collection = ?1 AND key >= ?2 AND key < ?2 || char(0x10FFFF) ORDER BY number DESC LIMIT \(answerLimit)
            """
        )
        try statement.run(.text(collection.name), .text(prefix)) { row in
            if let note = JournalNote(row, in: collection) { notes.append(note) }
        }
        return notes.reversed()
    }

    func close() {
        side.close()
    }
}
