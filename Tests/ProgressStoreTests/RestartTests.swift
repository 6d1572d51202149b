import Foundation
import JSON
import ProgressModel
import ProgressStore
import Testing

/// What comes back from the file after a server has ended, in good order or killed.
struct RestartTests {
    private let noon = StoredTable.noon

    private func open(_ directory: TemporaryDirectory) throws -> (store: ProgressStore, saved: SavedState) {
        try ProgressStore.open(StoreOptions(path: directory.file))
    }

    /// One task of every kind, a removed one, and one whose id was used twice.
    private func live(_ stored: inout StoredTable) async throws {
        let noon = noon
        try await stored.keep { table in
            for id in ["new", "moving", "done", "broken", "stopped", "gone", "again", "last"] {
                let new = NewTask(id: id, type: "image", title: "猫 \"\(id)\"", details: ["n": 0.1], leaseSeconds: 9.5)
                _ = try table.create(new, at: noon)
            }
            _ = try table.complete("gone", result: nil, at: noon)
            _ = try table.complete("again", result: nil, at: noon)
        }
        try await stored.keep { table in
            try table.delete("gone", at: noon)
            try table.delete("again", at: noon)
            _ = try table.create(NewTask(id: "again", type: "second"), at: noon)
            let report = ProgressReport(progress: 33.3, message: "a\u{0}b\n", details: ["k": [1, nil]])
            _ = try table.report("moving", report, at: noon)
            _ = try table.complete("done", result: ["url": "x"], at: noon)
            _ = try table.fail("broken", error: "no\nmore", at: noon)
            let somebody = Originator(name: "operator", address: "10.0.0.7")
            _ = try table.cancel("stopped", by: somebody, reason: "why", workerAttached: true, at: noon)
        }
    }

    @Test func `after a good end everything is as it was, in the same order and of the same epoch`() async throws {
        let directory = try TemporaryDirectory()
        let first = try open(directory)
        #expect(first.saved.tasks.isEmpty && first.saved.notes.isEmpty && !first.saved.epoch.isEmpty)
        var stored = StoredTable(store: first.store)
        try await live(&stored)
        #expect(first.store.close() == nil)

        let second = try open(directory)
        #expect(second.saved.epoch == first.saved.epoch)
        #expect(second.saved.tasks == (try stored.table.tasks().tasks))
        #expect(second.saved.tasks.map(\.id).suffix(2) == ["last", "again"])
        #expect(second.saved.notes.map(\.key) == ["gone", "again"])
        #expect(second.store.close() == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["state.sqlite"])
    }

    @Test func `after a kill no seq in progress comes again, and what has ended stays as it was`() async throws {
        let directory = try TemporaryDirectory()
        let first = try open(directory)
        var stored = StoredTable(store: first.store)
        try await live(&stored)
        #expect(first.store.close() == nil)
        try directory.sql("UPDATE state SET value = 'killed' WHERE name = 'ended'")

        let second = try open(directory)
        for (saved, last) in zip(second.saved.tasks, try stored.table.tasks().tasks) {
            #expect(saved.status == last.status && saved.details == last.details)
            if last.status.isTerminal { #expect(saved == last) } else { #expect(saved.seq >= last.seq + 1_000_000) }
        }
        #expect(second.store.close() == nil)
        let third = try open(directory)
        #expect(third.saved.tasks == second.saved.tasks)
        #expect(third.store.close() == nil)
    }

    @Test func `progress that nobody waits for is written by itself within a quarter of a second`() async throws {
        let directory = try TemporaryDirectory()
        let first = try open(directory)
        var stored = StoredTable(store: first.store)
        let noon = noon
        try await stored.keep { _ = try $0.create(NewTask(id: "t"), at: noon) }
        let start = ContinuousClock.now
        for percent in 1...50 {
            _ = try stored.table.report("t", ProgressReport(progress: Double(percent)), at: noon)
            first.store.append(stored.table.takeChanges())
        }
        while try directory.sql("SELECT seq FROM tasks") != "51" {
            try #require(ContinuousClock.now - start < .seconds(10))
        }
        #expect(first.store.commitCount <= 3, "one for the task, and one or two for all of its progress")
        #expect(first.store.close() == nil)
    }

    @Test func `what is handed over together is committed together`() async throws {
        let directory = try TemporaryDirectory()
        let store = try open(directory).store
        let noon = noon
        try await withThrowingTaskGroup { group in
            for thread in 0..<8 {
                group.addTask {
                    for number in 0..<50 {
                        var table = TaskTable()
                        _ = try table.create(NewTask(id: "t\(thread)-\(number)"), at: noon)
                        try await store.keep(table.takeChanges())
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(store.commitCount < 400)
        #expect(store.close() == nil)
        #expect(try directory.sql("SELECT count(*) FROM tasks") == "400")
    }

    @Test func `notes are found by the beginning of their keys, and the oldest give way`() async throws {
        let directory = try TemporaryDirectory()
        let colours = NoteCollection("colours", limit: 20)
        let options = StoreOptions(path: directory.file, wantedNotes: [colours])
        let store = try ProgressStore.open(options).store
        func note(_ key: String, _ value: JSONValue) -> Change {
            .noted(JournalNote(in: colours, key: key, value: value, at: noon))
        }
        try await store.keep([note("a/1", 1), note("a/2", 2), note("ab/1", 3), note("a/1", ["n": 4])])
        let found = try await store.notes(in: colours, prefix: "a/")
        #expect(found.map(\.key) == ["a/1", "a/2"] && found.first?.value == ["n": 4] && found.first?.at == noon)
        try await store.keep([note("a/1", 5)])
        #expect(try await store.notes(in: colours, prefix: "a/").map(\.value) == [2, 5])
        for number in 0..<100 { try await store.keep([note("n\(number)", 0)]) }
        #expect(store.close() == nil)
        let reopened = try ProgressStore.open(options)
        #expect((20...24).contains(reopened.saved.notes.count) && reopened.saved.notes.last?.key == "n99")
        #expect(reopened.store.close() == nil)
    }
}
