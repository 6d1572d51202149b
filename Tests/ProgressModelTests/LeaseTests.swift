import JSON
import ProgressModel
import Testing

/// What becomes of a task whose worker asked to be taken for dead after a silence, and of what that worker says later.
struct LeaseTests {
    private let noon = Timestamp(seconds: 1_700_000_000)

    /// A task with a lease of a minute that was reported on at these seconds.
    private func table(_ seconds: [Double] = [0], lease: Double = 60) throws -> TaskTable {
        var table = TaskTable()
        _ = try table.create(NewTask(id: "t", leaseSeconds: lease), at: noon)
        for second in seconds { _ = try table.report("t", ProgressReport(progress: 1), at: noon + second) }
        _ = table.takeChanges()
        return table
    }

    @Test func `a lease that runs out fails the task and reports renew it`() throws {
        var table = try table([0, 50])
        table.timePassed(noon + 109)
        #expect(table.record("t")?.status == .started)
        table.timePassed(noon + 110)
        let lost = try #require(table.record("t"))
        #expect(lost.status == .failed && lost.details["error"] == "worker_lost")
        #expect(lost.message.contains(" 60 s") && !lost.isStalled)
        #expect(table.takeChanges().forWatchers.last == .updated(lost, isUrgent: true))
    }

    @Test func `a lease counts from the creation when no worker ever comes`() throws {
        var table = try table([], lease: 5)
        #expect(table.nextDeadline == noon + 5)
        table.timePassed(noon + 5)
        #expect(table.record("t")?.status == .failed)
    }

    @Test func `a lease that has been shown as stalled still runs out`() throws {
        var table = try table()
        table.timePassed(noon + 30)
        #expect(table.record("t")?.isStalled == true)
        table.timePassed(noon + 60)
        #expect(table.record("t")?.isWorkerLost == true)
    }

    @Test func `every late word of a lost worker is refused and changes nothing`() throws {
        var table = try table()
        table.timePassed(noon + 60)
        let lost = table.record("t")
        _ = table.takeChanges()
        let refusal = TaskError.leaseLost("t", status: .failed)
        #expect(throws: refusal) { try table.report("t", ProgressReport(progress: 50), at: noon + 61) }
        #expect(throws: refusal) { try table.complete("t", result: nil, at: noon + 61) }
        #expect(throws: refusal) { try table.fail("t", error: "no GPU", at: noon + 61) }
        #expect(table.record("t") == lost && !table.hasChanges)
        #expect(refusal.code == "lease_lost" && refusal.message.contains("failed"))
    }

    @Test func `a cancelled task's late report is no lost lease`() throws {
        var table = try table()
        _ = try table.cancel("t", by: Originator(name: "ann"), reason: nil, workerAttached: false, at: noon + 10)
        table.timePassed(noon + 100)
        let late = try table.report("t", ProgressReport(progress: 50), at: noon + 100)
        #expect(late == .ignored(because: .cancelled, try #require(table.record("t"))))
    }

    @Test func `an attempt that is not the newest has lost the task and one yet to come is an error`() throws {
        var table = try table()
        let older = ProgressReport(progress: 50, attempt: 0)
        #expect(throws: TaskError.leaseLost("t", status: .started)) { try table.report("t", older, at: noon + 1) }
        #expect(throws: TaskError.leaseLost("t", status: .started)) {
            try table.complete("t", result: nil, attempt: 0, at: noon + 1)
        }
        #expect(throws: TaskError.invalid(field: "attempt", reason: "must be at most 1, the newest there is")) {
            try table.fail("t", error: "no GPU", attempt: 2, at: noon + 1)
        }
        #expect(try table.report("t", ProgressReport(progress: 50, attempt: 1), at: noon + 2).isApplied)
    }

    @Test func `a record carries its lease over the wire`() throws {
        let task = try #require(try table().record("t"))
        #expect(task.json["lease_seconds"]?.number == 60)
        #expect(GenerationTask(json: task.json) == task)
    }
}
