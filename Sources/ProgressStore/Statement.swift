import CSQLite

/// A prepared statement: values go in by place, rows come out.
@safe final class Statement {
    /// What can be bound to a parameter.
    enum Value {
        case text(String)
        /// UTF-8, known to be so.
        case utf8([UInt8])
        case integer(Int64)
        case real(Double)
    }

    /// The row a statement stands at; valid during the call it was given to.
    struct Row {
        fileprivate let statement: Statement

        func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

        func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(statement.handle, column) }

        func real(_ column: Int32) -> Double { unsafe sqlite3_column_double(statement.handle, column) }

        func bytes(_ column: Int32) -> [UInt8] {
            guard let start = unsafe sqlite3_column_blob(statement.handle, column) else { return [] }
            let count = unsafe Int(sqlite3_column_bytes(statement.handle, column))
            return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
        }
    }

    private let handle: OpaquePointer
    /// Keeps the database open as long as the statement is there.
    private let connection: Connection

    init(_ handle: OpaquePointer, of connection: Connection) {
        unsafe self.handle = unsafe handle
        self.connection = connection
    }

    deinit {
        unsafe sqlite3_finalize(handle)
    }

    /// Runs the statement with these values, and calls back with every row it gives.
    func run(_ values: Value..., row: (Row) -> Void = { _ in }) throws(SQLiteFailure) {
        defer { unsafe sqlite3_reset(handle) }
        for (place, value) in values.enumerated() { try bind(value, at: Int32(place + 1)) }
        while true {
            switch unsafe sqlite3_step(handle) {
            case SQLITE_ROW: row(Row(statement: self))
            case SQLITE_DONE: return
            case let code: throw connection.failure(code)
            }
        }
    }

    private func bind(_ value: Value, at place: Int32) throws(SQLiteFailure) {
        let code =
            switch value {
            case .text(var text): text.withUTF8 { unsafe bind(UnsafeRawBufferPointer($0), at: place) }
            case .utf8(let bytes): unsafe bytes.withUnsafeBytes { unsafe bind($0, at: place) }
            case .integer(let number): unsafe sqlite3_bind_int64(handle, place, number)
            case .real(let number): unsafe sqlite3_bind_double(handle, place, number)
            }
        guard code == SQLITE_OK else { throw connection.failure(code) }
    }

    private func bind(_ text: UnsafeRawBufferPointer, at place: Int32) -> Int32 {
        guard let start = text.baseAddress else { return unsafe sqlite_bind_text(handle, place, "", 0) }
        let bytes = unsafe start.assumingMemoryBound(to: CChar.self)
        return unsafe sqlite_bind_text(handle, place, bytes, Int32(clamping: text.count))
    }
}
