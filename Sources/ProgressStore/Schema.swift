/// The tables, as a list of steps: each takes a file from one version to the next.
///
/// A step that has been released is never changed; what a later version needs is a new step.
enum Schema {
    /// Marks the file as genboard's in SQLite's header: "gnbd".
    static let applicationID: Int64 = 0x676E_6264

    static let version = migrations.count

    private static let migrations = [
        // `record` is the task as on the wire. Beside it stands what statements need: `number` is the order of creation,
        // and `seq` is the one that counts.
        """
        CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE tasks (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            status TEXT NOT NULL,
            seq INTEGER NOT NULL,
            record TEXT NOT NULL
        ) STRICT;
        CREATE TABLE notes (
            number INTEGER PRIMARY KEY,
            collection TEXT NOT NULL,
            key TEXT NOT NULL,
            at REAL NOT NULL,
            value TEXT NOT NULL,
            UNIQUE (collection, key)
        ) STRICT;
        CREATE INDEX notes_in_order ON notes (collection, number);
        """,
        // What a task was to be made from goes with it.
        """
        CREATE TRIGGER task_removed AFTER DELETE ON tasks BEGIN
            DELETE FROM notes WHERE collection = 'submissions' AND key = OLD.id;
        END;
        """,
    ]

    /// Takes the file to the newest version; called inside a transaction.
    static func migrate(_ connection: Connection, from version: Int) throws(SQLiteFailure) {
        for step in migrations.dropFirst(version) { try connection.execute(step) }
        try connection.execute("PRAGMA application_id = \(applicationID); PRAGMA user_version = \(Schema.version)")
    }
}
