import JSON
import Testing

/// Whatever is sent, the sender gets a clear error and the next good request its answer.
@Suite struct BadInputTests {
    /// Event, payload with ID for a task in progress and DONE for a completed one, and the code of the error.
    private static let badEvents = [
        ("join", #"{"task_id": "nobody"}"#, "unknown_task"),
        ("join", "null", "invalid_payload"),
        ("join", "[]", "invalid_payload"),
        ("join", #"{"task_id": 5}"#, "invalid_payload"),
        ("leave", #""ID""#, "invalid_payload"),
        ("update_progress", #"{"task_id": "nobody", "progress": 1}"#, "unknown_task"),
        ("update_progress", #"{"task_id": "ID", "progress": NaN}"#, "invalid_progress"),
        ("update_progress", #"{"task_id": "ID", "progress": Infinity}"#, "invalid_progress"),
        ("update_progress", #"{"task_id": "ID", "progress": "abc"}"#, "invalid_progress"),
        ("update_progress", #"{"task_id": "ID", "progress": [50]}"#, "invalid_progress"),
        ("update_progress", #"{"task_id": "ID", "status": "sleeping"}"#, "invalid_status"),
        ("update_progress", #"{"task_id": "ID", "message": {}}"#, "invalid_message"),
        ("update_progress", #"{"task_id": "ID", "details": [1]}"#, "invalid_details"),
        ("create_task", "[]", "invalid_payload"),
        ("create_task", #"{"task_type": 1}"#, "invalid_task_type"),
        ("fail_task", #"{"task_id": "ID"}"#, "invalid_error"),
        ("fail_task", #"{"task_id": "DONE", "error": "late"}"#, "not_in_progress"),
        ("cancel_task", #"{"task_id": "DONE"}"#, "not_in_progress"),
        ("watch", #"{"statuses": ["sleeping"]}"#, "invalid_status"),
        ("list_tasks", #"{"limit": "many"}"#, "invalid_limit"),
        ("launch_missiles", "{}", "unknown_event"),
    ]

    @Test func `a bad event is answered with its error, with and without an acknowledgement`() async throws {
        let server = try await GenboardProcess()
        let client = try await SocketIOPeer(server)
        let id = try await client.createTask()
        let done = try await client.createTask()
        _ = try await client.call("complete_task", ["task_id": .string(done)])
        for (index, (event, text, code)) in BadInputTests.badEvents.enumerated() {
            let payload = text.replacing("ID", with: id).replacing("DONE", with: done)
            let answer = try await client.call(event, text: payload)
            #expect(answer["ok"] == false, "\(event) \(text)")
            #expect(answer["error"]?.string == code, "\(event) \(text)")
            #expect(answer["message"]?.string?.isEmpty == false, "\(event) \(text)")

            try client.emit(event, text: payload)
            try await waitFor("the error event for \(event) \(text)") {
                client.events("error").count > index ? true : nil
            }
            #expect(client.events("error").last == answer, "\(event) \(text)")
            #expect(try await client.call("ping", .null)["ok"] == true)
        }
    }

    @Test(arguments: [("-5", 0), ("1e308", 100), ("-1e308", 0), ("100.5", 100)] as [(String, Double)])
    func `a progress out of range is clamped`(_ progress: String, _ clamped: Double) async throws {
        let server = try await GenboardProcess()
        let id = try #require(try await server.curl("POST", "/api/tasks", [:]).json["task_id"]?.string)
        let answer = try await server.curl("PATCH", "/api/tasks/\(id)", text: #"{"progress": \#(progress)}"#)
        #expect(answer.status == 200)
        #expect(answer.json["task"]?["progress"]?.number == clamped)
    }

    @Test func `a bad request is answered with its status and error`() async throws {
        let server = try await GenboardProcess()
        let id = try #require(try await server.curl("POST", "/api/tasks", [:]).json["task_id"]?.string)
        let path = "/api/tasks/\(id)"
        let requests: [(String, String, String?, Int64, String)] = [
            ("GET", "/api/tasks/nobody", nil, 404, "unknown_task"),
            ("PATCH", path, #"{"progress": NaN}"#, 400, "invalid_progress"),
            ("PATCH", path, #"{"progress": "abc"}"#, 400, "invalid_progress"),
            ("PATCH", path, "null", 400, "invalid_payload"),
            ("PATCH", path, "[1]", 400, "invalid_payload"),
            ("PATCH", path, #"{"progress": 4"#, 400, "invalid_json"),
            ("POST", path + "/fail", "{}", 400, "invalid_error"),
            ("POST", path + "/explode", "{}", 404, "not_found"),
            ("GET", "/api/tasks?status=sleeping", nil, 400, "invalid_status"),
            ("GET", "/api/tasks?limit=many", nil, 400, "invalid_limit"),
            ("GET", "/nowhere", nil, 404, "not_found"),
        ]
        for (method, path, body, status, code) in requests {
            let answer = try await server.curl(method, path, text: body)
            #expect(answer.status == status, "\(method) \(path) \(body ?? "")")
            #expect(answer.json["error"]?.string == code, "\(method) \(path) \(body ?? "")")
            #expect(answer.json["message"]?.string?.isEmpty == false, "\(method) \(path) \(body ?? "")")
        }
        #expect(try await server.curl("PATCH", path, ["progress": 5]).status == 200)
    }

    @Test func `hostile bytes end at most their own connection, with the reason`() async throws {
        let server = try await GenboardProcess()
        let outcomes = try await PythonPeer.run("hostile", [String(server.port)])
        let expected: [String: JSONValue] = [
            "unmasked frame": ["status": 101, "close": 1002],
            "reserved opcode": ["status": 101, "close": 1002],
            "reserved bit": ["status": 101, "close": 1002],
            "bad UTF-8 in a frame": ["status": 101, "close": 1007],
            "message of 2 MB": ["status": 101, "close": 1009],
            "truncated event": ["status": 101, "close": 1000],
            "event 10,000 levels deep": ["status": 101, "close": 1000],
            "truncated body": ["status": 400, "error": "invalid_json"],
            "body 10,000 levels deep": ["status": 400, "error": "invalid_json"],
            "bad UTF-8 in a body": ["status": 400, "error": "invalid_json"],
            "array for an object": ["status": 400, "error": "invalid_payload"],
            "null body": ["status": 400, "error": "invalid_payload"],
            "body of 2 MB": ["status": 413, "error": "bad_request"],
            "polling message of 2 MB": ["status": 413, "error": "bad_request"],
            "polling payload of nonsense": ["status": 400, "error": nil],
            "header block without end": ["status": 431, "error": "bad_request"],
            "body one byte at a time": ["status": 201, "error": nil],
            "no HTTP at all": ["status": 400, "error": "bad_request"],
        ]
        #expect(outcomes.count == expected.count)
        for outcome in outcomes {
            var wanted = try #require(expected[outcome["case"]?.string ?? ""]?.object)
            wanted["case"] = outcome["case"]
            wanted["healthy"] = true
            #expect(outcome == .object(wanted))
        }
    }

    @Test func `a port in use ends serve with 1 and what to do about it`() async throws {
        let server = try await GenboardProcess()
        let second = try await Finished(Genboard.start(["serve", "--data", ":memory:", "--port", String(server.port)]))
        #expect(second.exitCode == 1)
        #expect(second.errors.contains(String(server.port)))
        #expect(second.errors.contains("--port"))
        #expect(try await server.curl("GET", "/healthz").status == 200)
    }
}
