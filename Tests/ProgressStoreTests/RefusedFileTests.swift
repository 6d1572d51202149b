import Foundation
import ProgressModel
import ProgressStore
import Testing

/// Files that a store must not take, and leaves exactly as they are.
struct RefusedFileTests {
    private func refusal(_ directory: TemporaryDirectory) throws -> StoreError? {
        do throws(StoreError) {
            let store = try ProgressStore.open(StoreOptions(path: directory.file)).store
            _ = store.close()
            return nil
        } catch {
            return error
        }
    }

    /// A database with so many tasks, closed in good order.
    private func make(_ directory: TemporaryDirectory, tasks: Int = 300) async throws {
        let store = try ProgressStore.open(StoreOptions(path: directory.file)).store
        var stored = StoredTable(store: store)
        try await stored.keep { table in
            for _ in 0..<tasks { _ = try table.create(NewTask(title: "title"), at: StoredTable.noon) }
        }
        #expect(store.close() == nil)
    }

    @Test func `a file that another server has`() async throws {
        let directory = try TemporaryDirectory()
        let first = try ProgressStore.open(StoreOptions(path: directory.file)).store
        #expect(try refusal(directory) == .inUse(directory.file))
        #expect(first.close() == nil)
        #expect(try refusal(directory) == nil)
    }

    @Test func `a file of a newer version`() async throws {
        let directory = try TemporaryDirectory()
        try await make(directory)
        try directory.sql("PRAGMA user_version = 99")
        let before = try directory.bytes(of: directory.file)
        guard case .newer(directory.file, version: 99, known: _) = try refusal(directory) else {
            Issue.record("it was not refused as newer")
            return
        }
        #expect(try directory.bytes(of: directory.file) == before)
    }

    @Test func `a text, and the database of another program`() throws {
        let directory = try TemporaryDirectory()
        let text = Data(String(repeating: "a letter to somebody\n", count: 500).utf8)
        try text.write(to: URL(filePath: directory.file))
        #expect(try refusal(directory) == .foreign(directory.file))
        #expect(try directory.bytes(of: directory.file) == text)

        let other = try TemporaryDirectory()
        try other.sql("CREATE TABLE tasks (id)")
        let before = try other.bytes(of: other.file)
        #expect(try refusal(other) == .foreign(other.file))
        #expect(try other.bytes(of: other.file) == before)
    }

    @Test(arguments: [0.3, 0.5, 0.9])
    func `a database with a piece of it overwritten`(place: Double) async throws {
        let directory = try TemporaryDirectory()
        try await make(directory)
        var bytes = try directory.bytes(of: directory.file)
        let start = Int(Double(bytes.count) * place) / 4096 * 4096
        bytes.replaceSubrange(start..<start + 4096, with: Data(repeating: 0xA5, count: 4096))
        try bytes.write(to: URL(filePath: directory.file))
        guard case .damaged(directory.file, reason: _) = try refusal(directory) else {
            Issue.record("it was not refused as damaged")
            return
        }
        #expect(try directory.bytes(of: directory.file) == bytes)
    }

    @Test func `a database cut short`() async throws {
        let directory = try TemporaryDirectory()
        try await make(directory)
        let bytes = try directory.bytes(of: directory.file)
        let half = Data(bytes.prefix(bytes.count / 2))
        try half.write(to: URL(filePath: directory.file))
        guard case .damaged(directory.file, reason: _) = try refusal(directory) else {
            Issue.record("it was not refused as damaged")
            return
        }
        #expect(try directory.bytes(of: directory.file) == half)
    }

    @Test func `a record that is no task`() async throws {
        let directory = try TemporaryDirectory()
        try await make(directory)
        try directory.sql("UPDATE tasks SET record = '{}' WHERE number = 7")
        guard case .damaged(directory.file, let reason) = try refusal(directory) else {
            Issue.record("it was not refused as damaged")
            return
        }
        #expect(reason.contains("task number 7"))
    }

    @Test func `a path that cannot be`() throws {
        let directory = try TemporaryDirectory()
        try Data().write(to: URL(filePath: directory.path + "/file"))
        for path in ["\(directory.path)/file/state.sqlite", directory.path] {
            let error = #expect(throws: StoreError.self) { try ProgressStore.open(StoreOptions(path: path)) }
            #expect("\(try #require(error))".contains(path))
        }
    }
}
