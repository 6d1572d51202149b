import CSQLite

/// Why state cannot be read or kept, in words that say what to do.
package enum StoreError: Error, Sendable, Equatable {
    /// Another process has the file.
    case inUse(String)
    /// A later version of genboard wrote the file; nothing in it was changed.
    case newer(String, version: Int, known: Int)
    /// The file is no database, or not one of genboard's; nothing in it was changed.
    case foreign(String)
    /// The database is broken; nothing in it was changed.
    case damaged(String, reason: String)
    case cannotOpen(String, reason: String)
    /// The disk has no room.
    case full(String)
    case readOnly(String)
    /// The file was removed or replaced under the running server.
    case moved(String)
    /// Anything else that keeps the file from being written.
    case failed(String, reason: String)
    /// The disk is slower than the changes come, and as many wait as may.
    case overloaded(limit: Int)
    /// More want to know what is kept than can be answered at a time.
    case tooManyQuestions(limit: Int)

    init(_ failure: SQLiteFailure, at path: String) {
        self =
            switch failure.code {
            case SQLITE_FULL: .full(path)
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH: .readOnly(path)
            case SQLITE_CANTOPEN: .cannotOpen(path, reason: failure.message)
            case SQLITE_NOTADB: .foreign(path)
            case SQLITE_CORRUPT: .damaged(path, reason: failure.message)
            default: .failed(path, reason: failure.message)
            }
    }
}

extension StoreError {
    /// Whether trying again can help.
    var mayPass: Bool { if case .moved = self { false } else { true } }
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .inUse(let path):
            "\(path) is in use by another genboard server: stop that one, or choose another file with --data"
        case .newer(let path, let version, let known):
            """
            \(path) was written by a newer genboard (format \(version), this one knows \(known)); it was left as it is: \
            use that version, or choose another file with --data
            """
        case .foreign(let path):
            "\(path) is not a database of genboard; it was left as it is: choose another file with --data"
        case .damaged(let path, let reason):
            """
            \(path) is damaged (\(reason)); it was left as it is: restore it from a backup, save what \
            "sqlite3 \(path) .recover" can read, or move it away to begin anew
            """
        case .cannotOpen(let path, let reason):
            "cannot open \(path) (\(reason)): see to it that it can be written, or choose another file with --data"
        case .full(let path): "no room is left on the disk of \(path): free some, and it goes on by itself"
        case .readOnly(let path): "\(path) cannot be written: make it writable, and it goes on by itself"
        case .moved(let path): "\(path) was removed or replaced while the server ran: start the server again"
        case .failed(let path, let reason): "cannot write \(path) (\(reason)); it is tried again"
        case .tooManyQuestions(let limit):
            "\(limit) questions about what is kept wait already, which is the limit: ask again in a moment"
        case .overloaded(let limit): "\(limit) changes wait to be written, which is the limit: try again in a moment"
        }
    }
}
