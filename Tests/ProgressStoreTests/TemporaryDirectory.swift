import Foundation
import JSON
import ProgressModel
import ProgressStore
import Testing

/// A directory of a test's own, removed with the last reference to it.
final class TemporaryDirectory {
    let path = NSTemporaryDirectory() + "genboard-store-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The database of most tests.
    var file: String { path + "/state.sqlite" }

    func bytes(of path: String) throws -> Data { try Data(contentsOf: URL(filePath: path)) }

    /// Runs SQL on the database as people do, with the command line tool's library through Python.
    @discardableResult
    func sql(_ text: String) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let script = """
            import sqlite3, sys
            with sqlite3.connect(sys.argv[1], isolation_level=None) as database:
                for row in database.execute(sys.argv[2]): print(*row)
            database.close()
            """
        process.arguments = ["python3", "-c", script, file, text]
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
}

extension ProgressStore {
    /// Hands changes over, and waits until they are kept.
    func keep(_ changes: [Change]) async throws {
        let failure = await outcome(of: changes)
        if let failure { throw failure }
    }

    /// Hands changes over, and waits for what becomes of them.
    func outcome(of changes: [Change]) async -> StoreError? {
        await withCheckedContinuation { continuation in
            append(changes) { continuation.resume(returning: $0) }
        }
    }

    func notes(in collection: NoteCollection, prefix: String) async throws -> [JournalNote] {
        try await withCheckedContinuation { continuation in
            notes(in: collection, prefix: prefix) { continuation.resume(returning: $0) }
        }.get()
    }
}

/// A table whose changes go to a store, as a server's do.
struct StoredTable {
    static let noon = Timestamp(seconds: 1_700_000_000.25)

    var table = TaskTable()
    let store: ProgressStore

    /// Does something to the table, and waits until it is kept.
    mutating func keep(_ action: (inout TaskTable) throws -> Void) async throws {
        try action(&table)
        try await store.keep(table.takeChanges())
    }
}
