import JSON
import ProgressModel

/// Reads what the last server left in the file, and marks that the next one has begun.
struct StateReader {
    private let connection: Connection
    private let path: String

    init(_ connection: Connection, path: String) {
        self.connection = connection
        self.path = path
    }

    func begin(wantedNotes: [NoteCollection]) throws(StoreError) -> SavedState {
        let epoch = try StoreError.mapping(path) { () throws(SQLiteFailure) in
            try connection.transaction { () throws(SQLiteFailure) in try markBegin() }
        }
        return SavedState(epoch: epoch, tasks: try tasks(), notes: try notes(in: wantedNotes))
    }

    /// The epoch, an old or a fresh one.
    private func markBegin() throws(SQLiteFailure) -> String {
        try connection.prepare("INSERT OR IGNORE INTO state VALUES ('epoch', ?1)").run(.text(TaskID.random()))
        if try connection.text("SELECT value FROM state WHERE name = 'ended'") == "killed" {
            let ended = TaskStatus.allCases.filter(\.isTerminal).map { "'\($0.rawValue)'" }.joined(separator: ", ")
            try connection.execute("UPDATE tasks SET seq = seq + \(SavedState.seqGap) WHERE status NOT IN (\(ended))")
        }
        // What stands there unless the end is written.
        try connection.execute("INSERT OR REPLACE INTO state VALUES ('ended', 'killed')")
        return try connection.text("SELECT value FROM state WHERE name = 'epoch'")
    }

    private func tasks() throws(StoreError) -> [GenerationTask] {
        var tasks: [GenerationTask] = []
        var unreadable: Int64?
        try StoreError.mapping(path) { () throws(SQLiteFailure) in
            tasks.reserveCapacity(Int(clamping: try connection.number("SELECT count(*) FROM tasks")))
            try connection.prepare("SELECT number, seq, record FROM tasks ORDER BY number").run { row in
                if let task = GenerationTask(row) { tasks.append(task) } else { unreadable = row.integer(0) }
            }
        }
        if let unreadable { throw .damaged(path, reason: "the record of task number \(unreadable) cannot be read") }
        return tasks
    }

    private func notes(in collections: [NoteCollection]) throws(StoreError) -> [JournalNote] {
        var notes: [JournalNote] = []
        try StoreError.mapping(path) { () throws(SQLiteFailure) in
            let statement = try connection.prepare(
                "SELECT key, at, value FROM notes WHERE collection = ?1 ORDER BY number"
            )
            for collection in collections {
                try statement.run(.text(collection.name)) { row in
                    if let note = JournalNote(row, in: collection) { notes.append(note) }
                }
            }
        }
        return notes
    }
}

extension GenerationTask {
    /// A row of number, seq and record; nil when the record is none.
    fileprivate init?(_ row: Statement.Row) {
        guard let json = try? JSONValue.parse(row.bytes(2)) else { return nil }
        self.init(json: json)
        seq = Int(clamping: row.integer(1))
    }
}
