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
        // Read first: a file that cannot be read whole is left as it is.
        var tasks = try tasks()
        let notes = try notes(in: wantedNotes)
        let (epoch, wasKilled) = try StoreError.mapping(path) { () throws(SQLiteFailure) in
            try connection.transaction { () throws(SQLiteFailure) in try markBegin() }
        }
        if wasKilled {
            for place in tasks.indices where tasks[place].status != .completed {
                tasks[place].seq += Int(clamping: SavedState.seqGap)
            }
        }
        return SavedState(epoch: epoch, tasks: tasks, notes: notes)
    }

    /// The epoch, an old or a fresh one, and whether the last server could not write its end.
    private func markBegin() throws(SQLiteFailure) -> (epoch: String, wasKilled: Bool) {
        try connection.prepare("INSERT OR IGNORE INTO state VALUES ('epoch', ?1)").run(.text(TaskID.random()))
        let wasKilled = try connection.text("SELECT value FROM state WHERE name = 'ended'") == "killed"
        if wasKilled {
            let completed = TaskStatus.completed.rawValue
            try connection.execute(
                "UPDATE tasks SET seq = min(seq, 1 << 53) + \(SavedState.seqGap) WHERE status <> '\(completed)'"
            )
        }
        // What stands there unless the end is written.
        try connection.execute("INSERT OR REPLACE INTO state VALUES ('ended', 'killed')")
        return (try connection.text("SELECT value FROM state WHERE name = 'epoch'"), wasKilled)
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
        // Far below where counting on would trap, whatever stands there.
        number = Int(clamping: min(max(row.integer(0), 0), 1 << 53))
        seq = Int(clamping: min(max(row.integer(1), 1), 1 << 53))
    }
}
