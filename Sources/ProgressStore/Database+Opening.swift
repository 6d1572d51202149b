/// Opening a file that may be anything: new, ours, of another version, of another program, or broken.
extension Database {
    /// How long to wait for somebody who writes to the file with another tool, in milliseconds.
    static let patience = 2_000
    /// Pages of 4 KiB in the write-ahead log from which the writer itself brings the rest of them into the file.
    ///
    /// The `Checkpointer` does so long before; this bounds the log where commits come so fast that it never is done.
    private static let logPages = 16_000
    /// Bytes of the log that are left on the disk when it begins anew.
    private static let logBytes = 16 << 20

    /// Nothing is changed before the file has proved to be ours, of a version we know, and whole.
    ///
    /// What is written until the server has begun survives everything: a begin that is lost would look like a good end.
    static func open(_ options: StoreOptions) throws(StoreError) -> Connection {
        let path = options.path
        let connection = try StoreError.mapping(path) { () throws(SQLiteFailure) in try Connection(path: path) }
        let version = try check(connection, path: path)
        try StoreError.mapping(path) { () throws(SQLiteFailure) in
            try connection.prepare("PRAGMA journal_mode = WAL").run()
            try connection.execute(
                """
                PRAGMA synchronous = FULL;
                PRAGMA wal_autocheckpoint = \(logPages);
                PRAGMA journal_size_limit = \(logBytes)
                """
            )
            guard version < Schema.version else { return }
            try connection.transaction { () throws(SQLiteFailure) in
                try Schema.migrate(connection, from: version)
            }
        }
        return connection
    }

    /// The file's version; 0 when it is empty.
    private static func check(_ connection: Connection, path: String) throws(StoreError) -> Int {
        let header = try StoreError.mapping(path) { () throws(SQLiteFailure) in
            try connection.execute("PRAGMA busy_timeout = \(patience); PRAGMA cell_size_check = ON")
            return (
                tables: try connection.number("SELECT count(*) FROM sqlite_schema"),
                applicationID: try connection.number("PRAGMA application_id"),
                version: Int(clamping: try connection.number("PRAGMA user_version")),
            )
        }
        if header.tables == 0 && header.version == 0 { return 0 }
        guard header.applicationID == Schema.applicationID else { throw .foreign(path) }
        guard header.version <= Schema.version else {
            throw .newer(path, version: header.version, known: Schema.version)
        }
        let verdict = try StoreError.mapping(path) { () throws(SQLiteFailure) in
            try connection.text("PRAGMA quick_check(1)")
        }
        guard verdict == "ok" else { throw .damaged(path, reason: verdict) }
        return header.version
    }
}

extension Connection {
    /// The first column of a query's last row; 0 when there is none.
    func number(_ sql: String) throws(SQLiteFailure) -> Int64 {
        var number: Int64 = 0
        try prepare(sql).run { number = $0.integer(0) }
        return number
    }

    func text(_ sql: String) throws(SQLiteFailure) -> String {
        var text = ""
        try prepare(sql).run { text = $0.text(0) }
        return text
    }
}
