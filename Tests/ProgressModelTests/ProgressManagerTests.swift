import JSON
import ProgressModel
import Synchronization
import Testing

/// What the old backend promised of its manager, case by case.
struct ProgressManagerTests {
    private let manager = ProgressManager(epoch: "test", onChange: {})
    private let noon = Timestamp(seconds: 1_700_000_000)

    @Test func `create`() throws {
        let task = try manager.createTask(at: noon)
        #expect(task.id.count == 36)
        #expect(task.type == "content_generation")
        #expect(task.status == .pending)
        #expect(task.progress == 0)
        #expect(task.seq == 1)
        #expect(try manager.createTask(at: noon).id != task.id)
    }

    @Test func `update`() throws {
        let id = try manager.createTask(at: noon).id
        let report = ProgressReport(progress: 50, status: .generatingContent, message: "Writing", details: ["step": 1])
        let task = try manager.report(id, report, at: noon + 5).task
        #expect(task.progress == 50)
        #expect(task.status == .generatingContent)
        #expect(task.message == "Writing")
        #expect(task.details == ["step": 1])
        #expect(task.startedAt == noon + 5)
        #expect(task.updatedAt == noon + 5)
        #expect(task.seq == 2)
    }

    @Test(arguments: [(-5, 0), (0, 0), (0.5, 0.5), (100, 100), (100.1, 100), (1e308, 100), (-1e308, 0)])
    func `clamping at the bounds`(reported: Double, kept: Double) throws {
        let id = try manager.createTask(at: noon).id
        #expect(try manager.report(id, ProgressReport(progress: reported), at: noon).task.progress == kept)
    }

    @Test func `complete`() throws {
        let id = try manager.createTask(at: noon).id
        try manager.report(id, ProgressReport(progress: 40, message: "Nearly", details: ["step": 2]), at: noon)
        let task = try manager.complete(id, result: ["post": "hello"], at: noon + 9).task
        #expect(task.status == .completed)
        #expect(task.progress == 100)
        #expect(task.message == "Nearly")
        #expect(task.details == ["step": 2, "result": ["post": "hello"]])
        #expect(task.finishedAt == noon + 9)
    }

    @Test func `fail`() throws {
        let id = try manager.createTask(at: noon).id
        try manager.report(id, ProgressReport(progress: 40, details: ["step": 2]), at: noon)
        let task = try manager.fail(id, error: "out of memory", at: noon + 9).task
        #expect(task.status == .failed)
        #expect(task.progress == 40)
        #expect(task.message == "out of memory")
        #expect(task.details == ["step": 2, "error": "out of memory"])
        #expect(task.finishedAt == noon + 9)
    }

    @Test func `cancel`() throws {
        let id = try manager.createTask(at: noon).id
        let somebody = Originator(name: "operator", address: "10.0.0.7")
        let outcome = try manager.cancel(id, by: somebody, reason: "wrong topic", workerAttached: true, at: noon + 1)
        #expect(outcome.isApplied)
        #expect(outcome.task.status == .cancelled)
        #expect(outcome.task.message == "wrong topic")
        #expect(outcome.task.cancellation == Cancellation(by: somebody, reason: "wrong topic", at: noon + 1))
        #expect(outcome.task.isReleasing)
        #expect(try manager.confirmReleased(id, at: noon + 2).task.isReleasing == false)
    }

    @Test func `cancel after completion`() throws {
        let id = try manager.createTask(at: noon).id
        let completed = try manager.complete(id, at: noon).task
        let outcome = try manager.cancel(id, by: .worker, at: noon + 1)
        #expect(outcome == .ignored(because: .completed, completed))
        #expect(manager.record(id) == completed)
    }

    @Test func `is cancelled`() throws {
        let id = try manager.createTask(at: noon).id
        #expect(!manager.isCancelled(id))
        try manager.cancel(id, by: .worker, at: noon)
        #expect(manager.isCancelled(id))
        #expect(!manager.isCancelled("nobody"))
    }

    @Test func `update after cancel`() throws {
        let id = try manager.createTask(at: noon).id
        let cancelled = try manager.cancel(id, by: .worker, at: noon).task
        let outcome = try manager.report(id, ProgressReport(progress: 80), at: noon + 1)
        #expect(outcome == .ignored(because: .cancelled, cancelled))
        #expect(manager.record(id) == cancelled)
    }

    @Test func `read the record`() throws {
        let task = try manager.createTask(NewTask(id: "post-1", type: "image", title: "A cat"), at: noon)
        #expect(manager.record("post-1") == task)
        #expect(task.title == "A cat")
        #expect(manager.record("post-2") == nil)
    }

    @Test func `read the progress`() throws {
        let id = try manager.createTask(at: noon).id
        #expect(manager.progress(id) == 0)
        try manager.report(id, ProgressReport(progress: 12.5), at: noon)
        #expect(manager.progress(id) == 12.5)
        #expect(manager.progress("nobody") == nil)
    }

    @Test func `delete`() throws {
        let id = try manager.createTask(at: noon).id
        #expect(throws: TaskError.stillInProgress(id)) { try manager.delete(id, at: noon) }
        try manager.complete(id, at: noon)
        try manager.delete(id, at: noon)
        #expect(manager.record(id) == nil)
        #expect(manager.takeChanges().contains(.removed(id: id)))
    }

    @Test func `delete one that does not exist`() {
        #expect(throws: TaskError.unknownTask("nobody")) { try manager.delete("nobody", at: noon) }
        #expect(manager.takeChanges().isEmpty)
    }

    @Test func `clean up old tasks`() throws {
        for (id, end) in [("late", 20.0), ("early", 10.0), ("earlier", 5.0)] {
            _ = try manager.createTask(NewTask(id: id), at: noon)
            try manager.complete(id, at: noon + end)
        }
        _ = try manager.createTask(NewTask(id: "running"), at: noon)
        #expect(manager.cleanUp(keeping: Retention(seconds: 10, count: 9), at: noon + 30) == ["earlier", "early"])
        #expect(manager.record("early") == nil)
        #expect(try manager.tasks().tasks.map(\.id) == ["late", "running"])
        #expect(manager.cleanUp(keeping: Retention(seconds: 10, count: 9), at: noon + 30).isEmpty)
    }

    @Test func `the emitted event`() throws {
        let id = try manager.createTask(at: noon).id
        let report = ProgressReport(progress: 50, status: .generatingContent, message: "...", details: ["step": 1])
        try manager.report(id, report, at: Timestamp(seconds: 1_707_897_600.123))
        let changes = manager.takeChanges().forWatchers
        guard changes.count == 2, case .updated(let task, isUrgent: true) = changes[1] else {
            Issue.record("creation and one urgent update were due, not \(changes)")
            return
        }
        let event = task.json
        #expect(event["task_id"] == .string(id))
        #expect(event["status"] == "generating_content")
        #expect(event["progress"] == 50.0)
        #expect(event["message"] == "...")
        #expect(event["details"] == ["step": 1])
        #expect(event["timestamp"] == 1_707_897_600.123)
        #expect(manager.takeChanges().isEmpty)
    }

    @Test func `the progress callback`() throws {
        let id = try manager.createTask(at: noon).id
        let progress = manager.progressCallback(for: id) { [noon] in noon + 3 }
        try progress(30, status: .generatingImage, message: "Drawing")
        #expect(manager.record(id)?.progress == 30)
        #expect(manager.record(id)?.status == .generatingImage)
        #expect(manager.record(id)?.updatedAt == noon + 3)
        #expect(!progress.isCancelled)
        try manager.cancel(id, by: .worker, at: noon)
        #expect(progress.isCancelled)
        #expect(try progress(31).isApplied == false)
    }

    @Test func `thread safety under concurrent callers`() throws {
        let id = try manager.createTask(at: noon).id
        let (threads, reports) = (8, 500)
        let failures = Mutex(0)
        onThreads(threads) { [manager, noon] thread in
            for step in 0..<reports {
                let report = ProgressReport(progress: Double((thread + step) % 100))
                if (try? manager.report(id, report, at: noon))?.isApplied != true { failures.withLock { $0 += 1 } }
            }
        }
        #expect(failures.withLock { $0 } == 0)
        #expect(manager.record(id)?.seq == 1 + threads * reports)
        #expect(manager.takeChanges().forWatchers.count == 1 + threads * reports)
    }
}
