import CSQLite

/// One open SQLite database; with `Statement` the only place that holds SQLite's pointers.
///
/// It belongs to the thread that opened it.
@safe final class Connection {
    private let handle: OpaquePointer

    init(path: String) throws(SQLiteFailure) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let handle = unsafe opened else {
            let failure = unsafe SQLiteFailure(code, of: opened)
            unsafe sqlite3_close_v2(opened)
            throw failure
        }
        unsafe self.handle = unsafe handle
    }

    deinit {
        // SQLite itself waits with this until the last statement is gone.
        unsafe sqlite3_close_v2(handle)
    }

    /// Whether the file was removed or replaced since it was opened, so that what is written goes nowhere.
    var hasMoved: Bool { unsafe sqlite_has_moved(handle) != 0 }

    /// Pages written since this was last asked.
    func takeWrittenPages() -> Int { unsafe Int(sqlite_take_written_pages(handle)) }

    func prepare(_ sql: String) throws(SQLiteFailure) -> Statement {
        var prepared: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(
            handle,
            sql,
            -1,
            UInt32(SQLITE_PREPARE_PERSISTENT),
            &prepared,
            nil,
        )
        guard code == SQLITE_OK, let statement = unsafe prepared else { throw failure(code) }
        return unsafe Statement(statement, of: self)
    }

    func failure(_ code: Int32) -> SQLiteFailure {
        unsafe SQLiteFailure(code, of: handle)
    }

    /// Runs statements that ask nothing back.
    func execute(_ sql: String) throws(SQLiteFailure) {
        let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// All of the body or nothing of it.
    func transaction<Value>(_ body: () throws(SQLiteFailure) -> Value) throws(SQLiteFailure) -> Value {
        try execute("BEGIN IMMEDIATE")
        do throws(SQLiteFailure) {
            let value = try body()
            try execute("COMMIT")
            return value
        } catch {
            // Some failures have rolled back already.
            if unsafe sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
            throw error
        }
    }
}

/// What SQLite says went wrong.
struct SQLiteFailure: Error {
    /// Without what the extended codes add.
    let code: Int32
    let message: String

    fileprivate init(_ code: Int32, of handle: OpaquePointer?) {
        self.code = code & 0xFF
        message = unsafe String(cString: handle == nil ? sqlite3_errstr(code) : sqlite3_errmsg(handle))
    }
}
