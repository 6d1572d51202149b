import ProgressModel
import Testing

/// What is kept of tasks that have ended, and what is still known of those that are gone.
struct RetentionTests {
    private let noon = Timestamp(seconds: 1_700_000_000)

    /// So many tasks that ended a second after each other, and one that goes on.
    private func table(_ ended: Int) throws -> TaskTable {
        var table = TaskTable()
        for number in 0..<ended {
            _ = try table.create(NewTask(id: "t\(number)"), at: noon)
            _ = try table.complete("t\(number)", result: nil, at: noon + Double(number))
        }
        _ = try table.create(NewTask(id: "running"), at: noon)
        return table
    }

    @Test func `those that ended first go, until no more than the bound are left`() throws {
        var table = try table(5)
        let retention = Retention(seconds: 1e9, count: 2)
        #expect(table.cleanUp(keeping: retention, atMost: 2, at: noon + 5) == ["t0", "t1"])
        #expect(table.cleanUp(keeping: retention, atMost: 2, at: noon + 5) == ["t2"])
        #expect(table.cleanUp(keeping: retention, at: noon + 5).isEmpty)
        #expect(try table.tasks().tasks.map(\.id) == ["t3", "t4", "running"])
    }

    @Test func `a cancelled task stays until its worker has let go`() throws {
        var table = try table(3)
        let operatorHere = Originator(name: "op", address: nil)
        _ = try table.cancel("running", by: operatorHere, reason: nil, workerAttached: true, at: noon)
        #expect(table.cleanUp(keeping: Retention(seconds: 60, count: 10), at: noon + 100) == ["t0", "t1", "t2"])
        #expect(table.record("running")?.isReleasing == true)
        _ = try table.confirmReleased("running", at: noon + 110)
        #expect(table.cleanUp(keeping: Retention(seconds: 60, count: 10), at: noon + 120).isEmpty)
        #expect(table.cleanUp(keeping: Retention(seconds: 60, count: 10), at: noon + 200) == ["running"])
    }

    @Test func `age counts from the end of a task, and those in progress stay however old they are`() throws {
        var table = try table(3)
        let retention = Retention(seconds: 60, count: 10)
        #expect(table.cleanUp(keeping: retention, at: noon + 61) == ["t0"])
        #expect(table.cleanUp(keeping: retention, at: noon + 9_000) == ["t1", "t2"])
        #expect(try table.tasks().tasks.map(\.id) == ["running"])
    }

    @Test func `how a removed task ended is known for a while`() throws {
        var limits = TaskLimits()
        limits.removedTasks = 2
        limits.removedSeconds = 100
        var table = TaskTable(limits: limits)
        for id in ["a", "b", "c"] {
            _ = try table.create(NewTask(id: id), at: noon)
            _ = try table.fail(id, error: "no", at: noon)
            try table.delete(id, at: noon)
        }
        #expect(throws: TaskError.unknownTask("a")) { try table.task("a") }
        #expect(throws: TaskError.removedTask("b", .failed)) { try table.report("b", ProgressReport(), at: noon) }
        table.timePassed(noon + 99)
        #expect(throws: TaskError.removedTask("c", .failed)) { try table.task("c") }
        table.timePassed(noon + 100)
        #expect(throws: TaskError.unknownTask("c")) { try table.task("c") }
    }

    @Test func `a task that was removed twice is known as long after the second time as after the first`() throws {
        var limits = TaskLimits()
        limits.removedTasks = 2
        limits.removedSeconds = 100
        var table = TaskTable(limits: limits)
        func pass(_ id: String, at now: Timestamp) throws {
            _ = try table.create(NewTask(id: id), at: now)
            _ = try table.complete(id, result: nil, at: now)
            try table.delete(id, at: now)
        }
        try pass("a", at: noon)
        try pass("a", at: noon + 50)
        table.timePassed(noon + 120)
        #expect(throws: TaskError.removedTask("a", .completed)) { try table.task("a") }
        for _ in 0..<500 { try pass("a", at: noon + 130) }
        try pass("b", at: noon + 140)
        #expect(throws: TaskError.removedTask("a", .completed)) { try table.task("a") }
        table.timePassed(noon + 230)
        #expect(throws: TaskError.unknownTask("a")) { try table.task("a") }
        #expect(throws: TaskError.removedTask("b", .completed)) { try table.task("b") }
    }
}
