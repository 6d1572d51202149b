import JSON
import ProgressModel
import ProgressStore
import Testing

/// What tasks were made from, in the file.
struct SubmissionTests {
    private let submissions = NoteCollection("submissions", limit: 100)
    private let noon = StoredTable.noon

    private func fill(_ stored: inout StoredTable) async throws {
        let (noon, submissions) = (noon, submissions)
        try await stored.keep { table in
            for id in ["a", "b"] {
                _ = try table.create(NewTask(id: id), at: noon)
                table.note(JournalNote(in: submissions, key: id, value: ["input": ["n": 1]], at: noon))
            }
        }
    }

    private func open(_ directory: TemporaryDirectory) throws -> (store: ProgressStore, saved: SavedState) {
        try ProgressStore.open(StoreOptions(path: directory.file, wantedNotes: [submissions]))
    }

    @Test func `they go with their tasks, and come back with the others in the order they were kept`() async throws {
        let directory = try TemporaryDirectory()
        let first = try open(directory)
        var stored = StoredTable(store: first.store)
        try await fill(&stored)
        let (noon, submissions) = (noon, submissions)
        try await stored.keep { table in
            _ = try table.create(NewTask(id: "c"), at: noon)
            table.note(JournalNote(in: submissions, key: "c", value: ["input": [:]], at: noon))
            table.note(JournalNote(in: submissions, key: "b", value: ["input": ["n": 2]], at: noon))
            _ = try table.fail("a", error: "no", at: noon)
        }
        try await stored.keep { try $0.delete("a", at: noon) }
        #expect(first.store.close() == nil)
        let second = try open(directory)
        #expect(second.saved.notes.map(\.key) == ["c", "b"])
        #expect(second.saved.notes.last?.value == ["input": ["n": 2]])
        #expect(second.store.close() == nil)
    }

    @Test func `a file of the first version is taken to this one, and keeps what it has`() async throws {
        let directory = try TemporaryDirectory()
        let first = try open(directory)
        var stored = StoredTable(store: first.store)
        try await fill(&stored)
        #expect(first.store.close() == nil)
        try directory.sql("DROP TRIGGER task_removed")
        try directory.sql("PRAGMA user_version = 1")

        let second = try open(directory)
        #expect(second.saved.tasks.map(\.id) == ["a", "b"] && second.saved.notes.map(\.key) == ["a", "b"])
        #expect(second.store.close() == nil)
        #expect(try directory.sql("PRAGMA user_version") == "2")
        try directory.sql("DELETE FROM tasks WHERE id = 'a'")
        #expect(try directory.sql("SELECT key FROM notes WHERE collection = 'submissions'") == "b")
    }
}
