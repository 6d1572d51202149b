import JSON
import ProgressModel
import TestSupport
import Testing

/// Each bound, on both of its sides, and what happens there.
struct LimitTests {
    private let noon = Timestamp(seconds: 1_700_000_000)

    private func text(_ bytes: Int) -> String { String(repeating: "x", count: bytes) }

    private func code(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch { return (error as? TaskError)?.code }
    }

    @Test func `details and results may be so deep that what they travel in can still be read`() throws {
        func nested(_ depth: Int) -> JSONObject { ["a": (1..<depth).reduce(JSONValue.null) { inner, _ in [inner] }] }
        var table = TaskTable()
        let id = try table.create(NewTask(details: nested(48)), at: noon).id
        #expect(code { _ = try table.create(NewTask(details: nested(49)), at: noon) } == "invalid_details")
        #expect(code { _ = try table.report(id, ProgressReport(details: nested(49)), at: noon) } == "invalid_details")
        #expect(code { _ = try table.complete(id, result: .object(nested(49)), at: noon) } == "invalid_result")
        _ = try table.complete(id, result: .object(nested(48)), at: noon)
        #expect(throws: Never.self) { try JSONValue.parse(#require(table.record(id)).json.serialized()) }
    }

    @Test(arguments: ["a", "0", "post-1_2.3~x:y@z", String(repeating: "x", count: 128)])
    func `a safe id is taken as it is`(id: String) throws {
        var table = TaskTable()
        #expect(try table.create(NewTask(id: id), at: noon).id == id)
    }

    @Test(arguments: [
        "", ".", "..", "-a", "a b", "a/b", "a?b", "a\n", "\u{1B}[2J", "é", "a\"", "a\0",
        String(repeating: "x", count: 129),
    ])
    func `an unsafe id is refused`(id: String) {
        var table = TaskTable()
        #expect(code { _ = try table.create(NewTask(id: id), at: noon) } == "invalid_task_id")
        #expect(!table.hasChanges)
    }

    @Test func `a random id is a lowercase UUID of version 4`() throws {
        let shape = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
        var generator = SeededGenerator(seed: 4)
        let ids = (0..<1000).map { _ in TaskID.random(using: &generator) }
        for id in ids { #expect(id.wholeMatch(of: shape) != nil, "\(id)") }
        #expect(Set(ids).count == 1000)
    }

    @Test(arguments: [0, -1, .nan, .infinity, 604_801])
    func `a lease outside its range is refused`(seconds: Double) {
        var table = TaskTable()
        #expect(code { _ = try table.create(NewTask(leaseSeconds: seconds), at: noon) } == "invalid_lease_seconds")
    }

    @Test func `texts are bounded in bytes`() throws {
        var table = TaskTable()
        let task = NewTask(id: "t", type: text(128), title: text(4096), message: text(4096))
        _ = try table.create(task, at: noon)
        #expect(code { _ = try table.create(NewTask(type: text(129)), at: noon) } == "invalid_task_type")
        #expect(code { _ = try table.create(NewTask(type: ""), at: noon) } == "invalid_task_type")
        #expect(code { _ = try table.create(NewTask(title: text(4097)), at: noon) } == "invalid_title")
        #expect(code { _ = try table.create(NewTask(message: text(4097)), at: noon) } == "invalid_message")
        #expect(code { _ = try table.report("t", .init(message: text(4095) + "é"), at: noon) } == "invalid_message")
        let cancel = { (reason: String) in
            try table.cancel("t", by: .worker, reason: reason, workerAttached: false, at: noon)
        }
        #expect(code { _ = try cancel(text(4097)) } == "invalid_reason")
        #expect(try cancel(text(4096)).isApplied)
    }

    @Test func `details and results are bounded as JSON`() throws {
        var table = TaskTable()
        _ = try table.create(NewTask(id: "t"), at: noon)
        let fits: JSONObject = ["d": .string(text(65536 - 8))]
        let tooMuch: JSONObject = ["d": .string(text(65536 - 7))]
        #expect(try table.report("t", .init(details: fits), at: noon).isApplied)
        #expect(code { _ = try table.report("t", .init(details: tooMuch), at: noon) } == "invalid_details")
        #expect(code { _ = try table.create(NewTask(details: tooMuch), at: noon) } == "invalid_details")
        let large: JSONValue = .string(text(262_144 - 1))
        #expect(code { _ = try table.complete("t", result: large, at: noon) } == "invalid_result")
        let last = ProgressReport(status: .completed, details: ["result": large])
        #expect(code { _ = try table.report("t", last, at: noon) } == "invalid_result")
        let result: JSONValue = .string(text(262_144 - 2))
        #expect(try table.report("t", .init(status: .completed, details: ["result": result]), at: noon).isApplied)
    }

    @Test func `a long error is kept whole and its beginning is the message`() throws {
        var table = TaskTable()
        _ = try table.create(NewTask(id: "t"), at: noon)
        let error = String(repeating: "é", count: 32768)
        #expect(code { _ = try table.fail("t", error: error + "x", at: noon) } == "invalid_error")
        let task = try table.fail("t", error: error, at: noon).task
        #expect(task.details["error"] == .string(error))
        #expect(task.message.hasSuffix("é…"))
        #expect((4090...4096).contains(task.message.utf8.count))
    }

    @Test func `a new task takes the place of the one that ended first`() throws {
        var limits = TaskLimits()
        limits.tasks = 3
        var table = TaskTable(limits: limits)
        for id in ["a", "b", "c"] { _ = try table.create(NewTask(id: id), at: noon) }
        #expect(throws: TaskError.tooManyTasks(limit: 3)) { try table.create(NewTask(id: "d"), at: noon) }
        #expect(try table.create(NewTask(id: "a"), at: noon).seq == 1)
        _ = try table.complete("c", result: nil, at: noon + 1)
        _ = try table.complete("b", result: nil, at: noon + 2)
        _ = table.takeChanges()
        let new = try table.create(NewTask(id: "d"), at: noon + 3)
        let changes = table.takeChanges().forWatchers
        #expect(changes.first == .removed(id: "c") && changes.last == .updated(new, isUrgent: true))
    }

    @Test func `a full outbox refuses reports and new tasks but never an ending`() throws {
        var limits = TaskLimits()
        limits.undeliveredChanges = 2
        var table = TaskTable(limits: limits)
        for id in ["a", "b"] { _ = try table.create(NewTask(id: id), at: noon) }
        #expect(throws: TaskError.overloaded(limit: 2)) { try table.create(NewTask(id: "c"), at: noon) }
        #expect(throws: TaskError.overloaded(limit: 2)) { try table.report("a", ProgressReport(), at: noon) }
        #expect(try table.report("a", ProgressReport(status: .completed), at: noon).isApplied)
        #expect(try table.fail("b", error: "no", at: noon).isApplied)
        #expect(table.takeChanges().forWatchers.count == 4)
        #expect(try table.create(NewTask(id: "c"), at: noon).seq == 1)
    }
}
