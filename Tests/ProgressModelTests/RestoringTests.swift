import JSON
import ProgressModel
import Testing

/// A table that goes on where another ended.
struct RestoringTests {
    private let noon = Timestamp(seconds: 1_700_000_000)

    /// The life before: one task of each kind, one removed.
    private func life() throws -> (tasks: [GenerationTask], notes: [JournalNote]) {
        var table = TaskTable()
        for id in ["waiting", "working", "leased", "done", "gone"] {
            _ = try table.create(NewTask(id: id, leaseSeconds: id == "leased" ? 20 : nil), at: noon)
        }
        _ = try table.report("working", ProgressReport(progress: 40, message: "half"), at: noon + 1)
        _ = try table.report("leased", ProgressReport(progress: 10), at: noon + 1)
        _ = try table.complete("done", result: ["file": "a.png"], at: noon + 2)
        _ = try table.complete("gone", result: nil, at: noon + 2)
        try table.delete("gone", at: noon + 3)
        let notes = table.takeChanges().compactMap { change -> JournalNote? in
            if case .noted(let note) = change { note } else { nil }
        }
        return (try table.tasks().tasks, notes)
    }

    private func restored(at now: Timestamp) throws -> TaskTable {
        let (tasks, notes) = try life()
        return TaskTable(restoring: SavedState(epoch: "e", tasks: tasks, notes: notes), at: now)
    }

    @Test func `every task, their order and their counts are as they were, and nothing has changed`() throws {
        var table = try restored(at: noon + 100)
        #expect(try table.tasks().tasks == life().tasks)
        #expect(table.counts[.started] == 2 && table.counts[.pending] == 1 && table.counts[.completed] == 1)
        #expect(table.takeChanges().isEmpty)
        #expect(throws: TaskError.removedTask("gone", .completed)) { try table.task("gone") }
    }

    @Test func `a worker goes on with the next seq, and what has ended stays ended`() throws {
        var table = try restored(at: noon + 100)
        let report = ProgressReport(progress: 50)
        #expect(try table.report("working", report, at: noon + 101).task.seq == 3)
        #expect(try table.report("done", report, at: noon + 101).isApplied == false)
        #expect(table.cleanUp(keeping: Retention(seconds: 50, count: 9), at: noon + 101) == ["done"])
    }

    @Test func `the seq of a removed task goes on when it is created again`() throws {
        var table = try restored(at: noon + 100)
        #expect(try table.create(NewTask(id: "gone"), at: noon + 101).seq == 4)
        #expect(try table.create(NewTask(id: "new"), at: noon + 101).seq == 1)
    }

    @Test func `silence begins with the new life, so nobody is lost for the time in between`() throws {
        var table = try restored(at: noon + 100)
        table.timePassed(noon + 119)
        #expect(table.record("leased")?.status == .started)
        table.timePassed(noon + 120)
        #expect(table.record("leased")?.status == .failed)
    }
}
