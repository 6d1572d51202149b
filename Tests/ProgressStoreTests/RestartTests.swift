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

    @Test func `after a kill no seq comes again but of what has completed, which stays as it was`() async throws {
        let directory = try TemporaryDirectory()
        let first = try open(directory)
        var stored = StoredTable(store: first.store)
        try await live(&stored)
        #expect(first.store.close() == nil)
        try directory.sql("UPDATE state SET value = 'killed' WHERE name = 'ended'")

        let second = try open(directory)
        for (saved, last) in zip(second.saved.tasks, try stored.table.tasks().tasks) {
            #expect(saved.status == last.status && saved.details == last.details)
            if last.status == .completed {
                #expect(saved == last)
            } else {
                #expect(saved.seq >= last.seq + 1_000_000)
            }
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
        var table = TaskTable()
        for _ in 0..<400 { _ = try table.create(NewTask(), at: noon) }
        let changes = table.takeChanges()
        try await withThrowingTaskGroup { group in
            for thread in 0..<8 {
                let own = changes.indices.filter { $0 % 8 == thread }.map { changes[$0] }
                group.addTask { for change in own { try await store.keep([change]) } }
            }
            try await group.waitForAll()
        }
        #expect(store.commitCount < changes.count)
        #expect(store.close() == nil)
        #expect(try directory.sql("SELECT count(*) FROM tasks") == "400")
    }

    @Test func `notes that the last life left above the limit go with the first of the next`() async throws {
        let directory = try TemporaryDirectory()
        let many = NoteCollection("colours", limit: 1_000)
        let few = NoteCollection("colours", limit: 20)
        func note(_ key: String, in colours: NoteCollection) -> Change {
            .noted(JournalNote(in: colours, key: key, value: 0, at: noon))
        }
        let first = try open(directory).store
        try await first.keep((0..<100).map { note("n\($0)", in: many) })
        #expect(first.close() == nil)
        let second = try open(directory).store
        try await second.keep([note("last", in: few)])
        #expect(second.close() == nil)
        #expect(try directory.sql("SELECT count(*) FROM notes") == "20")
    }

    @Test func `more questions than may wait are refused, and of very many notes the last are told`() async throws {
        let directory = try TemporaryDirectory()
        let colours = NoteCollection("colours", limit: 100_000)
        let store = try open(directory).store
        let notes = (0..<3_000).map { JournalNote(in: colours, key: "a/\($0)", value: 0, at: noon) }
        try await store.keep(notes.map { .noted($0) })
        let answers = await withTaskGroup { group in
            for _ in 0..<2_000 {
                group.addTask { (try? await store.notes(in: colours, prefix: "a/"))?.map(\.key) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let last = (2_000..<3_000).map { "a/\($0)" }
        let answered = answers.compactMap(\.self)
        #expect(answered.count >= 100 && answered.count < answers.count && answered.allSatisfy { $0 == last })
        #expect(try await store.notes(in: colours, prefix: "a/").count == 1_000, "the places are free again")
        #expect(store.close() == nil)
    }

    @Test func `the log is brought into the file while the store is in use`() async throws {
        let directory = try TemporaryDirectory()
        let store = try open(directory).store
        let text = JSONValue.string(String(repeating: "m", count: 8_000))
        var table = TaskTable()
        for _ in 0..<20 {
            for _ in 0..<100 { _ = try table.create(NewTask(details: ["text": text]), at: noon) }
            try await store.keep(table.takeChanges())
        }
        let start = ContinuousClock.now
        while try directory.bytes(of: directory.file).count < 8 << 20 {
            try #require(ContinuousClock.now - start < .seconds(30), "16 MB are in the log")
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(store.close() == nil)
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
