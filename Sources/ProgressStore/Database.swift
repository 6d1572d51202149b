import JSON
import ProgressModel

/// The file as the store's thread sees it: read once at the start, then only written; what is read later is the `NoteReader`'s.
final class Database {
    private let path: String
    private let durability: Durability
    private let connection: Connection
    private let lock: FileLock
    private let statements: Statements
    private let checkpointer: Checkpointer
    /// Notes that may come above a collection's limit before the oldest are removed: few, so that nobody waits long for that.
    private static let trimStep = 2_000

    /// Notes written since the oldest were last removed.
    private var untrimmed: [NoteCollection: Int] = [:]
    /// Pages written to the write-ahead log since it was last brought into the file.
    private var pagesInLog = 0

    /// Opens the file, or makes it; all of it is checked before anything is changed.
    init(_ options: StoreOptions) throws(StoreError) {
        path = options.path
        durability = options.durability
        lock = try FileLock(path: path)
        connection = try Database.open(options)
        let connection = connection
        statements = try StoreError.mapping(path) { () throws(SQLiteFailure) in try Statements(connection) }
        checkpointer = try Checkpointer(path: path)
    }

    /// Reads what the last server left, and notes that this one has begun.
    func begin(wantedNotes: [NoteCollection]) throws(StoreError) -> SavedState {
        let reader = StateReader(connection, path: path)
        let saved = try reader.begin(wantedNotes: wantedNotes)
        try StoreError.mapping(path) { () throws(SQLiteFailure) in
            try connection.execute("PRAGMA synchronous = \(durability.synchronous)")
        }
        return saved
    }

    /// Writes all of it, or nothing.
    func write(_ changes: PendingChanges) throws(StoreError) {
        guard !connection.hasMoved else { throw .moved(path) }
        try StoreError.mapping(path) { () throws(SQLiteFailure) in
            try connection.transaction { () throws(SQLiteFailure) in
                for entry in changes.entries { try write(entry) }
                try trim()
            }
        }
    }

    /// Keeps the write-ahead log short; to be called after those who waited were answered.
    func tidyUp() {
        pagesInLog += connection.takeWrittenPages()
        guard checkpointer.isReady(after: pagesInLog) else { return }
        pagesInLog = 0
        // One that fails is made up for by the next.
        try? connection.checkpoint()
    }

    private func write(_ entry: PendingChanges.Entry) throws(SQLiteFailure) {
        switch entry {
        case .task(let task):
            try statements.putTask.run(
                .text(task.id),
                .text(task.status.rawValue),
                .integer(Int64(task.seq)),
                .utf8(task.json.serialized()),
                .integer(Int64(task.number)),
            )
        case .removal(let id):
            try statements.removeTask.run(.text(id))
        case .note(let note):
            try statements.putNote.run(
                .text(note.collection.name),
                .text(note.key),
                .real(note.at.seconds),
                .utf8(note.value.serialized()),
            )
            // The first of a life has what the last one left trimmed too.
            untrimmed[note.collection, default: Database.trimStep] += 1
        }
    }

    /// Now and then removes the notes above each collection's limit.
    private func trim() throws(SQLiteFailure) {
        for (collection, count) in untrimmed where count > min(collection.limit / 8, Database.trimStep) {
            try statements.trimNotes.run(.text(collection.name), .integer(Int64(collection.limit)))
            untrimmed[collection] = 0
        }
    }

    /// Notes that all was written, and brings the file into one piece.
    func end() throws(StoreError) {
        checkpointer.close()
        try StoreError.mapping(path) { () throws(SQLiteFailure) in
            try connection.execute("INSERT OR REPLACE INTO state VALUES ('ended', 'clean')")
            try connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)").run()
        }
    }

    private struct Statements {
        let putTask: Statement
        let removeTask: Statement
        let putNote: Statement
        let trimNotes: Statement

        init(_ connection: Connection) throws(SQLiteFailure) {
            putTask = try connection.prepare(
                """
                INSERT INTO tasks (id, status, seq, record, number) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (id) DO UPDATE SET status = ?2, seq = ?3, record = ?4
                """
            )
            removeTask = try connection.prepare("DELETE FROM tasks WHERE id = ?1")
            putNote = try connection.prepare(
                "INSERT OR REPLACE INTO notes (collection, key, at, value) VALUES (?1, ?2, ?3, ?4)"
            )
            trimNotes = try connection.prepare(
                """
                DELETE FROM notes WHERE collection = ?1 AND number <=
                (SELECT number FROM notes WHERE collection = ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2)
                """
            )
        }
    }
}

extension JournalNote {
    /// A row of key, time and value; nil when the value cannot be read.
    init?(_ row: Statement.Row, in collection: NoteCollection) {
        guard let value = try? JSONValue.parse(row.bytes(2)) else { return nil }
        self.init(in: collection, key: row.text(0), value: value, at: Timestamp(seconds: row.real(1)))
    }
}

extension StoreError {
    /// What SQLite refuses becomes an error that names the file.
    static func mapping<Value>(
        _ path: String,
        _ body: () throws(SQLiteFailure) -> Value,
    ) throws(StoreError) -> Value {
        do throws(SQLiteFailure) {
            return try body()
        } catch {
            throw StoreError(error, at: path)
        }
    }
}
