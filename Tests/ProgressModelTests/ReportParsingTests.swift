import JSON
import ProgressModel
import Testing

/// What a worker may send, and what it is told when it sends something else.
struct ReportParsingTests {
    private let noon = Timestamp(seconds: 1_700_000_000)

    /// The payload as the edge parses it, applied to a fresh task.
    private func apply(_ payload: String) throws -> GenerationTask {
        let options = JSONParsingOptions(acceptsNonFiniteNumbers: true)
        var table = TaskTable()
        let id = try table.create(NewTask(), at: noon).id
        let report = try ProgressReport(json: try JSONValue.parse(payload, options: options))
        return try table.report(id, report, at: noon).task
    }

    @Test(arguments: [
        (#"{"progress": NaN}"#, "invalid_progress", "progress must be a finite number."),
        (#"{"progress": Infinity}"#, "invalid_progress", "progress must be a finite number."),
        (#"{"progress": -Infinity}"#, "invalid_progress", "progress must be a finite number."),
        (#"{"progress": "abc"}"#, "invalid_progress", "progress must be a number, not a text."),
        (#"{"progress": "50"}"#, "invalid_progress", "progress must be a number, not a text."),
        (#"{"progress": true}"#, "invalid_progress", "progress must be a number, not true or false."),
        (#"{"progress": [50]}"#, "invalid_progress", "progress must be a number, not an array."),
        (#"{"message": 5}"#, "invalid_message", "message must be a text, not a number."),
        (#"{"details": []}"#, "invalid_details", "details must be an object, not an array."),
        (#"{"details": "x"}"#, "invalid_details", "details must be an object, not a text."),
        (#"{"status": {}}"#, "invalid_status", "status must be a text, not an object."),
        ("null", "invalid_payload", "payload must be an object, not null."),
        ("[]", "invalid_payload", "payload must be an object, not an array."),
        ("7", "invalid_payload", "payload must be an object, not a number."),
    ])
    func `a wrong field is named with its reason`(payload: String, code: String, message: String) {
        let error = #expect(throws: TaskError.self) { try apply(payload) }
        #expect(error?.code == code)
        #expect(error?.message == message)
    }

    @Test func `an unknown status is answered with those there are`() {
        let error = #expect(throws: TaskError.self) { try apply(#"{"status": "done"}"#) }
        #expect(error?.code == "invalid_status")
        for status in TaskStatus.allCases { #expect(error?.message.contains(status.rawValue) == true) }
    }

    @Test(arguments: [
        (#"{"progress": -5}"#, 0),
        (#"{"progress": 1e308}"#, 100),
        (#"{"progress": 42}"#, 42),
        (#"{"progress": 4.25, "unknown": [1]}"#, 4.25),
        (#"{"progress": null, "status": null, "message": null, "details": null}"#, 0),
        ("{}", 0),
    ])
    func `a good report is applied and starts the task`(payload: String, progress: Double) throws {
        let task = try apply(payload)
        #expect(task.progress == progress)
        #expect(task.status == .started)
        #expect(task.seq == 2)
    }

    @Test func `a whole creation is read`() throws {
        let json: JSONValue = [
            "task_id": "a-1", "task_type": "image", "title": "Cat", "message": "queued", "details": ["n": 1],
            "lease_seconds": 60,
        ]
        let expected = NewTask(
            id: "a-1",
            type: "image",
            title: "Cat",
            message: "queued",
            details: ["n": 1],
            leaseSeconds: 60,
        )
        #expect(try NewTask(json: json) == expected)
        #expect(try NewTask(json: [:]) == NewTask())
    }

    @Test(arguments: ["task_id", "task_type", "title", "message", "details", "lease_seconds"])
    func `a creation with a field of the wrong kind names it`(field: String) {
        var payload = JSONObject()
        payload[field] = [1]
        let error = #expect(throws: TaskError.self) { try NewTask(json: .object(payload)) }
        #expect(error?.code == "invalid_\(field)")
    }
}
