import JSON
import Testing

/// The server as curl sees it: REST, health, and what web pages may do.
@Suite struct RESTTests {
    @Test func `curl carries a task from its creation to its cancellation`() async throws {
        let server = try await GenboardProcess()
        let created = try await server.curl("POST", "/api/tasks", ["task_type": "image_generation", "title": "Cover"])
        #expect(created.status == 201)
        let path = "/api/tasks/\(try #require(created.json["task_id"]?.string))"

        let reported = try await server.curl("PATCH", path, ["progress": 40, "message": "drawing"])
        #expect(reported.status == 200)
        #expect(reported.json["cancelled"] == false)
        let read = try await server.curl("GET", path)
        #expect(read.json["progress"]?.number == 40)
        #expect(read.json["message"] == "drawing")

        let cancelled = try await server.curl("POST", path + "/cancel", ["reason": "wrong picture"])
        #expect(cancelled.status == 200)
        #expect(cancelled.json["task"]?["status"] == "cancelled")
        #expect(try await server.curl("PATCH", path, ["progress": 50]).json["cancelled"] == true)
        #expect(try await server.curl("GET", "/api/tasks?status=cancelled").json["tasks"]?.array?.count == 1)
        #expect(try await server.curl("GET", "/api/tasks?status=pending").json["tasks"]?.array?.isEmpty == true)
        #expect(try await server.curl("DELETE", path).status == 204)
        #expect(try await server.curl("GET", path).status == 410)
    }

    @Test func `a completed and a failed task refuse to be cancelled`() async throws {
        let server = try await GenboardProcess()
        for (end, payload) in [
            ("complete", ["result": ["file": "a.png"]] as JSONValue), ("fail", ["error": "no GPU"]),
        ] {
            let id = try #require(try await server.curl("POST", "/api/tasks", [:]).json["task_id"]?.string)
            #expect(try await server.curl("DELETE", "/api/tasks/\(id)").status == 409)
            #expect(try await server.curl("POST", "/api/tasks/\(id)/\(end)", payload).status == 200)
            let refused = try await server.curl("POST", "/api/tasks/\(id)/cancel", [:])
            #expect(refused.status == 409)
            #expect(refused.json["error"] == "not_in_progress")
        }
    }

    @Test func `one idempotency key makes one task`() async throws {
        let server = try await GenboardProcess()
        let key = ["Idempotency-Key: 7f3a"]
        let first = try await server.curl("POST", "/api/tasks", ["title": "Cover"], headers: key)
        let again = try await server.curl("POST", "/api/tasks", ["title": "Cover"], headers: key)
        #expect(first.status == 201)
        #expect(again.status == 201)
        #expect(again.json["task_id"] == first.json["task_id"])
        #expect(try await server.curl("POST", "/api/tasks", ["title": "Other"], headers: key).status == 409)
        #expect(try await server.curl("GET", "/api/tasks").json["tasks"]?.array?.count == 1)
    }

    @Test func `a wrong method is told which ones are allowed`() async throws {
        let server = try await GenboardProcess()
        for (method, path, allowed) in [
            ("PUT", "/api/tasks", "GET, POST"), ("POST", "/healthz", "GET"), ("GET", "/api/tasks/a/cancel", "POST"),
        ] {
            let answer = try await server.curl(method, path)
            #expect(answer.status == 405)
            #expect(answer.header("allow") == allowed)
            #expect(answer.json["error"] == "method_not_allowed")
        }
    }

    @Test func `health, readiness and metrics are served`() async throws {
        let server = try await GenboardProcess()
        #expect(try await server.curl("POST", "/api/tasks", [:]).status == 201)
        #expect(try await server.curl("GET", "/healthz").text == "ok\n")
        #expect(try await server.curl("GET", "/readyz").text == "ready\n")
        let metrics = try await server.curl("GET", "/metrics").text
        #expect(metrics.contains(#"genboard_tasks{status="pending"} 1"#))
    }

    @Test func `the clients are listed with their rooms until they leave`() async throws {
        let server = try await GenboardProcess()
        let client = try await SocketIOPeer(server)
        let id = try await client.createTask()
        _ = try await client.call("join", ["task_id": .string(id)])
        let listed = try await server.curl("GET", "/api/clients").json["clients"]?.array ?? []
        #expect(listed.count == 1)
        #expect(listed.first?["rooms"] == [.string(id)])
        #expect(listed.first?["client_id"] == client.events("connected").first?["client_id"])
        #expect(listed.first?["connected_at"]?.number != nil)

        try client.disconnect()
        try await waitFor("an empty list of clients", every: .milliseconds(50)) {
            try await server.curl("GET", "/api/clients").json["clients"]?.array?.isEmpty == true ? true : nil
        }
    }

    @Test func `a strange page is refused by the name of its origin and told those allowed`() async throws {
        let server = try await GenboardProcess(options: ["--cors-origin", "https://board.example"])
        let refused = try await server.curl("GET", "/api/tasks", headers: ["Origin: https://evil.example"])
        #expect(refused.status == 403)
        let message = try #require(refused.json["message"]?.string)
        #expect(message.contains("https://evil.example"))
        #expect(message.contains("https://board.example"))
        #expect(refused.header("access-control-allow-origin") == nil)

        for origin in ["https://board.example", "http://localhost:3000", server.url] {
            let answer = try await server.curl("GET", "/api/tasks", headers: ["Origin: \(origin)"])
            #expect(answer.status == 200)
            #expect(answer.header("access-control-allow-origin") == origin)
        }
    }

    @Test func `a preflight is answered with what the page may send`() async throws {
        let server = try await GenboardProcess(options: ["--cors-origin", "*"])
        let answer = try await server.curl(
            "OPTIONS",
            "/api/tasks",
            headers: [
                "Origin: https://any.example", "Access-Control-Request-Method: PATCH",
                "Access-Control-Request-Headers: content-type",
            ],
        )
        #expect(answer.status == 204)
        #expect(answer.header("access-control-allow-origin") == "*")
        #expect(answer.header("access-control-allow-credentials") == nil)
        #expect(answer.header("access-control-allow-methods")?.contains("PATCH") == true)
        #expect(answer.header("access-control-allow-headers") == "content-type")
    }
}
