import Foundation
import JSON
import ProgressModel
import ProgressStore
import Testing

/// A file that cannot be written for a while.
struct FailingDiskTests {
    /// Somebody who looks into the file with another tool and does not let go of it.
    private final class Intruder {
        private let process = Process()

        init(_ directory: TemporaryDirectory) throws {
            let script = """
                import signal, sqlite3, sys
                database = sqlite3.connect(sys.argv[1], isolation_level=None)
                database.execute("BEGIN IMMEDIATE")
                print("locked", flush=True)
                signal.pause()
                """
            let output = Pipe()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["python3", "-c", script, directory.file]
            process.standardOutput = output
            try process.run()
            #expect(output.fileHandleForReading.availableData.starts(with: Data("locked".utf8)))
        }

        /// By the signal that nothing holds back: a child that another test starts at this moment may keep an end of a pipe open.
        func leave() {
            kill(process.processIdentifier, SIGKILL)
        }

        deinit { leave() }
    }

    @Test func `who waits is told, nothing is lost, and it goes on by itself`() async throws {
        let directory = try TemporaryDirectory()
        let store = try ProgressStore.open(StoreOptions(path: directory.file)).store
        var stored = StoredTable(store: store)
        try await stored.keep { _ = try $0.create(NewTask(id: "t"), at: StoredTable.noon) }

        let intruder = try Intruder(directory)
        _ = try stored.table.complete("t", result: ["n": 1], at: StoredTable.noon)
        let failure = await store.outcome(of: stored.table.takeChanges())
        guard case .failed(directory.file, reason: _) = failure else {
            Issue.record("it was not refused: \(String(describing: failure))")
            return
        }
        #expect(store.failure == failure)

        intruder.leave()
        let start = ContinuousClock.now
        while store.failure != nil {
            try #require(ContinuousClock.now - start < .seconds(10))
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try directory.sql("SELECT status FROM tasks") == "completed")
        #expect(store.close() == nil)
    }

    @Test func `a file that was taken away is noticed, not written into the void`() async throws {
        let directory = try TemporaryDirectory()
        let store = try ProgressStore.open(StoreOptions(path: directory.file)).store
        var stored = StoredTable(store: store)
        try await stored.keep { _ = try $0.create(NewTask(id: "t"), at: StoredTable.noon) }
        try FileManager.default.removeItem(atPath: directory.file)
        _ = try stored.table.complete("t", result: nil, at: StoredTable.noon)
        #expect(await store.outcome(of: stored.table.takeChanges()) == .moved(directory.file))
        let start = ContinuousClock.now
        let unwritten = try #require(store.close(tryingUntil: start + .seconds(600)))
        #expect(ContinuousClock.now - start < .seconds(60), "nothing brings that file back")
        #expect(unwritten.reason == .moved(directory.file) && unwritten.taskIDs == ["t"])
        #expect("\(unwritten)".contains("1 tasks (t)") && "\(unwritten)".contains("removed or replaced"))
    }

    @Test func `what could not be written is tried again while the store closes, until its time is over`() async throws
    {
        let directory = try TemporaryDirectory()
        let store = try ProgressStore.open(StoreOptions(path: directory.file)).store
        var stored = StoredTable(store: store)
        try await stored.keep { _ = try $0.create(NewTask(id: "t"), at: StoredTable.noon) }
        let intruder = try Intruder(directory)
        _ = try stored.table.complete("t", result: nil, at: StoredTable.noon)
        #expect(await store.outcome(of: stored.table.takeChanges()) != nil)

        // Longer than a single try waits for the intruder.
        let unwritten = Task.detached { store.close(tryingUntil: .now + .seconds(60)) }
        try await Task.sleep(for: .seconds(3))
        intruder.leave()
        #expect(await unwritten.value == nil)
        #expect(try directory.sql("SELECT status FROM tasks") == "completed")
        #expect(try directory.sql("SELECT value FROM state WHERE name = 'ended'") == "clean")
    }

    @Test func `what is given up is named`() async throws {
        let directory = try TemporaryDirectory()
        let store = try ProgressStore.open(StoreOptions(path: directory.file)).store
        var table = TaskTable()
        let intruder = try Intruder(directory)
        for number in 0..<12 { _ = try table.create(NewTask(id: "t\(number)"), at: StoredTable.noon) }
        store.append(table.takeChanges())
        let unwritten = try #require(store.close())
        #expect(unwritten.taskIDs == (0..<12).map { "t\($0)" })
        #expect("\(unwritten)".contains("t9 and 2 more") && "\(unwritten)".contains("12 notes"))
        intruder.leave()
    }
}
