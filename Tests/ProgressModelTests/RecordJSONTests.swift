import JSON
import ProgressModel
import Testing

/// The record on the wire and back.
struct RecordJSONTests {
    private let noon = Timestamp(seconds: 1_700_000_000.25)

    private func roundTrip(_ task: GenerationTask) throws -> GenerationTask? {
        GenerationTask(json: try JSONValue.parse(task.json.serialized()))
    }

    /// One task in each situation a client can meet.
    private func records() throws -> [GenerationTask] {
        var table = TaskTable()
        let somebody = Originator(name: "operator", address: "10.0.0.7")
        for id in ["new", "moving", "stalled", "done", "broken", "stopped", "quiet"] {
            _ = try table.create(NewTask(id: id, type: "image", title: "猫 \"\(id)\"", details: ["n": 1]), at: noon)
        }
        _ = try table.report("stalled", ProgressReport(progress: 3), at: noon)
        table.timePassed(noon + 40)
        for step in 0..<6 {
            _ = try table.report("moving", ProgressReport(progress: Double(step)), at: noon + 40 + Double(step))
        }
        _ = try table.complete("done", result: ["url": "x"], at: noon + 50)
        _ = try table.fail("broken", error: "no\nmore", at: noon + 50)
        _ = try table.cancel("stopped", by: somebody, reason: "why", workerAttached: true, at: noon + 50)
        _ = try table.cancel("quiet", by: .worker, reason: nil, workerAttached: false, at: noon + 50)
        return try table.tasks().tasks
    }

    @Test func `every record comes back as it was`() throws {
        for var task in try records() {
            let read = try roundTrip(task)
            task.number = 0
            #expect(read == task, "all but its number, which is the server's own")
        }
    }

    @Test func `who cancelled stands there only when somebody did`() throws {
        for task in try records() {
            let json = task.json
            #expect((json["cancelled_by"] != nil) == (task.status == .cancelled))
            #expect((json["cancelled_from"] != nil) == (task.id == "stopped"))
            #expect((json["cancel_reason"] != nil) == (task.id == "stopped"))
            #expect((json["silent_since"] != nil) == task.isStalled)
        }
    }

    @Test(arguments: ["null", "[]", "{}", #"{"task_id":1,"status":"started"}"#, #"{"task_id":"t","status":"done"}"#])
    func `what is no record is not read`(text: String) throws {
        #expect(GenerationTask(json: try JSONValue.parse(text)) == nil)
    }

    @Test func `the six old fields are enough`() throws {
        let text = #"{"task_id":"t","status":"failed","progress":7,"message":"m","details":{},"timestamp":5.5}"#
        let task = try #require(GenerationTask(json: try JSONValue.parse(text)))
        #expect(task.id == "t" && task.status == .failed && task.progress == 7)
        #expect(task.updatedAt == Timestamp(seconds: 5.5) && task.cancellation == nil)
    }
}
