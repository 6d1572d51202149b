import JSON
import ProgressModel
import Testing

/// Every status against every action, and what the reports that end a task mean.
struct StateMachineTests {
    private let noon = Timestamp(seconds: 1_700_000_000)

    enum Action: CaseIterable {
        case reportNothing, reportPending, reportContent, reportCompleted, reportFailed, reportCancelled
        case complete, fail, cancel

        func perform(on table: inout TaskTable, at now: Timestamp) throws(TaskError) -> Outcome {
            switch self {
            case .reportNothing: try table.report("t", ProgressReport(), at: now)
            case .reportPending: try table.report("t", ProgressReport(status: .pending), at: now)
            case .reportContent: try table.report("t", ProgressReport(status: .generatingContent), at: now)
            case .reportCompleted: try table.report("t", ProgressReport(status: .completed), at: now)
            case .reportFailed: try table.report("t", ProgressReport(status: .failed), at: now)
            case .reportCancelled: try table.report("t", ProgressReport(status: .cancelled), at: now)
            case .complete: try table.complete("t", result: nil, at: now)
            case .fail: try table.fail("t", error: "no", at: now)
            case .cancel: try table.cancel("t", by: .worker, reason: nil, workerAttached: false, at: now)
            }
        }

        /// Where the action leads from a status that is in progress.
        func target(from status: TaskStatus) -> TaskStatus {
            switch self {
            case .reportNothing: status == .pending ? .started : status
            case .reportPending: .pending
            case .reportContent: .generatingContent
            case .reportCompleted, .complete: .completed
            case .reportFailed, .fail: .failed
            case .reportCancelled, .cancel: .cancelled
            }
        }
    }

    private func table(at status: TaskStatus) throws -> TaskTable {
        var table = TaskTable()
        _ = try table.create(NewTask(id: "t"), at: noon)
        if status != .pending { _ = try table.report("t", ProgressReport(progress: 30, status: status), at: noon) }
        _ = table.takeChanges()
        return table
    }

    @Test(arguments: TaskStatus.allCases, Action.allCases)
    func `each action leads where the rules say`(status: TaskStatus, action: Action) throws {
        var table = try table(at: status)
        let before = try #require(table.record("t"))
        #expect(before.status == status)
        let outcome = try action.perform(on: &table, at: noon + 1)
        if status.isTerminal {
            #expect(outcome == .ignored(because: status, before))
            #expect(table.record("t") == before)
            #expect(!table.hasChanges)
        } else {
            #expect(outcome.isApplied)
            #expect(outcome.task.status == action.target(from: status))
            #expect(outcome.task.seq == before.seq + 1)
            #expect(outcome.task.finishedAt == (outcome.task.status.isTerminal ? noon + 1 : nil))
            let isUrgent = outcome.task.status != status
            #expect(table.takeChanges().forWatchers == [.updated(outcome.task, isUrgent: isUrgent)])
        }
        #expect(table.counts.filter { $0.value != 0 } == [outcome.task.status: 1])
    }

    @Test(arguments: TaskStatus.allCases)
    func `a release is ignored where nothing is being released`(status: TaskStatus) throws {
        var table = try table(at: status)
        #expect(try !table.confirmReleased("t", at: noon).isApplied)
        #expect(!table.hasChanges)
    }

    @Test func `a release is confirmed once`() throws {
        var table = try table(at: .started)
        _ = try table.cancel("t", by: .worker, reason: nil, workerAttached: true, at: noon)
        let released = try table.confirmReleased("t", at: noon + 4)
        #expect(released.isApplied)
        #expect(released.task.finishedAt == noon)
        #expect(table.takeChanges().forWatchers.last == .updated(released.task, isUrgent: true))
        #expect(try table.confirmReleased("t", at: noon + 5) == .ignored(because: .cancelled, released.task))
    }

    @Test(arguments: [
        (ProgressReport(status: .failed, message: "m", details: ["error": "e"]), "e"),
        (ProgressReport(status: .failed, message: "m", details: ["step": 1]), "m"),
        (ProgressReport(status: .failed, details: ["error": ["code": 5]]), #"{"code":5}"#),
        (ProgressReport(status: .failed), "Failed"),
    ])
    func `a report of failure says why`(report: ProgressReport, error: String) throws {
        var table = try table(at: .started)
        let task = try table.report("t", report, at: noon).task
        #expect(task.message == error)
        #expect(task.details["error"] == .string(error))
    }

    @Test func `a report of completion carries the result in its details`() throws {
        var table = try table(at: .started)
        let report = ProgressReport(progress: 90, status: .completed, message: "Done", details: ["result": ["n": 1]])
        let task = try table.report("t", report, at: noon).task
        #expect(task.progress == 100)
        #expect(task.message == "Done")
        #expect(task.details == ["result": ["n": 1]])
    }

    @Test func `a worker may cancel by itself`() throws {
        var table = try table(at: .started)
        let report = ProgressReport(status: .cancelled, message: "shutting down")
        let task = try table.report("t", report, at: noon).task
        #expect(task.cancellation == Cancellation(by: .worker, reason: "shutting down", at: noon))
        #expect(!task.isReleasing)
    }

    @Test func `an identical report is applied and emitted`() throws {
        var table = try table(at: .started)
        for seq in 3...5 {
            let task = try table.report("t", ProgressReport(progress: 30), at: noon + Double(seq)).task
            #expect(task.seq == seq)
            #expect(task.updatedAt == noon + Double(seq))
        }
        #expect(table.takeChanges().forWatchers.count == 3)
    }

    @Test func `an id given twice is one task when the type is the same`() throws {
        var table = TaskTable()
        let first = try table.create(NewTask(id: "t", title: "one"), at: noon)
        #expect(try table.create(NewTask(id: "t", title: "two"), at: noon + 1) == first)
        #expect(table.takeChanges().forWatchers == [.updated(first, isUrgent: true)])
        #expect(throws: TaskError.taskExists("t", type: "content_generation")) {
            try table.create(NewTask(id: "t", type: "image"), at: noon)
        }
    }

    @Test(arguments: Action.allCases)
    func `an unknown id is an error`(action: Action) {
        var table = TaskTable()
        #expect(throws: TaskError.unknownTask("t")) { try action.perform(on: &table, at: noon) }
        #expect(throws: TaskError.unknownTask("t")) { try table.confirmReleased("t", at: noon) }
        #expect(throws: TaskError.unknownTask("t")) { try table.delete("t", at: noon) }
        #expect(!table.hasChanges)
    }
}
