import JSON
import ProgressModel
import Testing

/// What silence does to a task.
struct StallTests {
    private let noon = Timestamp(seconds: 1_700_000_000)

    /// A task that was reported on at these seconds.
    private func table(_ seconds: [Double]) throws -> TaskTable {
        var table = TaskTable()
        _ = try table.create(NewTask(id: "t"), at: noon)
        for second in seconds { _ = try table.report("t", ProgressReport(progress: 1), at: noon + second) }
        _ = table.takeChanges()
        return table
    }

    /// Seconds from the last report until the task stalls, by going from deadline to deadline as the server does.
    private func silence(after seconds: [Double]) throws -> Double? {
        var table = try table(seconds)
        while let deadline = table.nextDeadline {
            table.timePassed(deadline)
            if table.record("t")?.isStalled == true { return deadline - (noon + (seconds.last ?? 0)) }
        }
        return nil
    }

    @Test func `a silence that was no fault of the workers counts for nothing`() throws {
        let start = Timestamp(seconds: 1_700_000_000)
        var table = TaskTable()
        let id = try table.create(NewTask(leaseSeconds: 10), at: start).id
        _ = try table.report(id, ProgressReport(progress: 1), at: start + 1)
        table.excuseSilence(until: start + 3600)
        table.timePassed(start + 3609)
        #expect(table.record(id)?.status == .started)
        table.timePassed(start + 3611)
        #expect(table.record(id)?.status == .failed)
    }

    @Test func `a silent worker stalls its task and any report wakes it`() throws {
        var table = try table([0])
        table.timePassed(noon + 29.9)
        #expect(!table.hasChanges)
        table.timePassed(noon + 30)
        let stalled = try #require(table.record("t"))
        #expect(stalled.isStalled && stalled.silentSince == noon)
        #expect(stalled.seq == 3 && stalled.updatedAt == noon + 30 && stalled.status == .started)
        #expect(table.takeChanges().forWatchers == [.updated(stalled, isUrgent: true)])
        table.timePassed(noon + 300)
        #expect(!table.hasChanges, "it stalls once")
        let woken = try table.report("t", ProgressReport(), at: noon + 301).task
        #expect(!woken.isStalled && woken.silentSince == nil && woken.seq == 4)
        #expect(table.takeChanges().forWatchers == [.updated(woken, isUrgent: true)])
        table.timePassed(noon + 301 + 2000)
        #expect(table.record("t")?.isStalled == true)
    }

    @Test func `the silence allowed follows the rhythm of the worker`() throws {
        #expect(try silence(after: [0]) == 30)
        #expect(try silence(after: (0...60).map(Double.init)) == 10)
        #expect(try silence(after: (0...20).map { Double($0) * 5 }) == 20)
        #expect(try silence(after: (0...20).map { Double($0) * 60 }) == 240)
    }

    @Test func `a burst of reports is not a rhythm`() throws {
        #expect(try silence(after: (0...100).map { Double($0) / 1000 }) == 30)
        let bursts = (0..<10).flatMap { burst in (0..<100).map { Double(burst) * 20 + Double($0) / 1000 } }
        #expect(try #require(try silence(after: bursts)) > 30)
    }

    @Test(arguments: [TaskStatus.pending, .completed, .failed, .cancelled])
    func `what nobody works on does not stall`(status: TaskStatus) throws {
        var table = try table([0])
        _ = try table.report("t", ProgressReport(status: status), at: noon)
        _ = table.takeChanges()
        table.timePassed(noon + 1e6)
        #expect(!table.hasChanges)
        #expect(table.nextDeadline == nil)
    }

    @Test func `tasks stall in the order of their silence`() throws {
        var table = TaskTable()
        let ids = (0..<50).map { "t\($0)" }
        for (place, id) in ids.enumerated() {
            _ = try table.create(NewTask(id: id), at: noon)
            _ = try table.report(id, ProgressReport(), at: noon + Double(place * 37 % 50))
        }
        _ = table.takeChanges()
        table.timePassed(noon + 54)
        #expect(table.takeChanges().forWatchers.count == 25, "those silent since second 24 or before")
        table.timePassed(noon + 1000)
        let order = table.takeChanges().compactMap { change -> Double? in
            if case .updated(let task, _) = change { task.silentSince?.seconds } else { nil }
        }
        #expect(order == (25..<50).map { noon.seconds + Double($0) })
    }

    @Test func `tasks that come and go leave no deadlines behind`() throws {
        var table = TaskTable()
        for number in 0..<10_000 {
            _ = try table.create(NewTask(id: "t", leaseSeconds: 3600), at: noon + Double(number))
            _ = try table.complete("t", result: nil, at: noon + Double(number))
            try table.delete("t", at: noon + Double(number))
            _ = table.takeChanges()
        }
        var wakes = 0
        while let deadline = table.nextDeadline {
            table.timePassed(deadline)
            wakes += 1
        }
        #expect(wakes < 100)
    }
}
