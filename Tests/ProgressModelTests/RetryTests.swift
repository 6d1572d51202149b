import JSON
import ProgressModel
import Testing

/// A task that is worked on once more.
struct RetryTests {
    private let noon = Timestamp(seconds: 1_700_000_000)
    private let ann = Originator(name: "ann")

    private func failed(_ id: String = "t") throws -> TaskTable {
        var table = TaskTable()
        _ = try table.create(NewTask(id: id), at: noon)
        let report = ProgressReport(progress: 40, message: "half", details: ["step": 2])
        _ = try table.report(id, report, at: noon + 1)
        _ = try table.fail(id, error: "no memory", at: noon + 2)
        _ = table.takeChanges()
        return table
    }

    @Test func `it waits as on its first day, counts its attempts, and its history says who wanted it`() throws {
        var table = try failed()
        let task = try table.retry("t", by: { ann }, at: noon + 3)
        #expect(task.status == .pending && task.attempt == 2 && task.seq == 4)
        #expect(task.progress == 0 && task.message.isEmpty)
        #expect(task.details == ["step": 2], "all but how it ended")
        #expect(task.startedAt == nil && task.finishedAt == nil && task.createdAt == noon)
        #expect(table.counts[.pending] == 1 && table.counts[.failed] == 0)
        let changes = table.takeChanges()
        #expect(changes.forWatchers == [.updated(task, isUrgent: true)])
        let entry = try #require(changes.notes(in: .history).first?.value)
        #expect(entry["event"] == "retried" && entry["by"] == "ann" && entry["attempt"] == 2)
        #expect(HistoryEntry(json: entry)?.event == .retried)
        #expect(try table.complete("t", result: nil, attempt: 2, at: noon + 4).task.status == .completed)
    }

    @Test func `the worker of an earlier attempt has lost it`() throws {
        var table = try failed()
        _ = try table.retry("t", at: noon + 3)
        #expect(throws: TaskError.leaseLost("t", status: .pending)) {
            try table.report("t", ProgressReport(progress: 50, attempt: 1), at: noon + 4)
        }
        #expect(table.record("t")?.progress == 0)
    }

    @Test func `only what has failed or was cancelled and let go can be retried`() throws {
        var table = TaskTable()
        for id in ["open", "done", "stopped"] { _ = try table.create(NewTask(id: id), at: noon) }
        _ = try table.complete("done", result: nil, at: noon)
        _ = try table.cancel("stopped", by: ann, reason: "no", workerAttached: true, at: noon)
        #expect(throws: TaskError.notRetryable("open", .pending, isReleasing: false)) {
            try table.retry("open", at: noon)
        }
        #expect(throws: TaskError.notRetryable("done", .completed, isReleasing: false)) {
            try table.retry("done", at: noon)
        }
        #expect(throws: TaskError.notRetryable("stopped", .cancelled, isReleasing: true)) {
            try table.retry("stopped", at: noon)
        }
        _ = try table.confirmReleased("stopped", at: noon)
        let task = try table.retry("stopped", at: noon)
        #expect(task.cancellation == nil && task.attempt == 2)
        #expect(try table.retry("open", isInterrupted: true, at: noon).attempt == 2)
        #expect(throws: TaskError.unknownTask("nobody")) { try table.retry("nobody", at: noon) }
    }

    @Test func `an end that a retry has undone does not remove the task, and its next end counts from itself`() throws {
        var table = try failed()
        _ = try table.retry("t", at: noon + 3)
        let retention = Retention(seconds: 60, count: 10)
        #expect(table.cleanUp(keeping: retention, at: noon + 100).isEmpty)
        _ = try table.fail("t", error: "again", at: noon + 100)
        #expect(table.cleanUp(keeping: retention, at: noon + 150).isEmpty)
        #expect(table.cleanUp(keeping: retention, at: noon + 161) == ["t"])
    }

    @Test func `a retried task is estimated anew`() throws {
        var table = try failed()
        _ = try table.retry("t", at: noon + 1000)
        for second in 1...10 {
            _ = try table.report("t", ProgressReport(progress: Double(second)), at: noon + 1000 + Double(second))
        }
        let remaining = try #require(table.record("t")?.etaSeconds)
        #expect((60...120).contains(remaining), "1 % a second, and 90 % left")
    }
}
