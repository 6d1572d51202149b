import JSON
import Testing

/// Workers that fall silent, and workers that wait for one word: whether to stop.
@Suite struct LeaseTests {
    @Test func `a silent worker's task fails and its late word is refused on every way in`() async throws {
        let server = try await GenboardProcess()
        let worker = try await SocketIOPeer(server)
        let created = try await server.run("create", "image_generation", "--id", "lost", "--lease", "200ms")
        #expect(created.exitCode == 0)
        #expect(try await server.run("wait", "lost", "--timeout", "10s").exitCode == 1)
        let task = try await server.curl("GET", "/api/tasks/lost").json
        #expect(task["details"]?["error"] == "worker_lost")
        #expect(task["message"]?.string?.contains("0.2 s") == true)

        let answer = try await worker.call("update_progress", ["task_id": "lost", "progress": 50])
        #expect(answer["ok"] == false && answer["error"] == "lease_lost" && answer["status"] == "failed")
        let refused = try await server.curl("PATCH", "/api/tasks/lost", ["progress": 50])
        #expect(refused.status == 409 && refused.json["error"] == "lease_lost" && refused.json["status"] == "failed")
        #expect(try await server.curl("POST", "/api/tasks/lost/complete", [:]).status == 409)
        #expect(try await server.run("update", "lost", "60").exitCode == 1)
    }

    @Test func `a lease that makes no sense is refused`() async throws {
        let server = try await GenboardProcess()
        let refused = try await server.curl("POST", "/api/tasks", ["lease_seconds": -1])
        #expect(refused.status == 400 && refused.json["error"] == "invalid_lease_seconds")
    }

    @Test func `a held request hears of the cancellation as it happens`() async throws {
        let server = try await GenboardProcess()
        let id = try #require(try await server.curl("POST", "/api/tasks", [:]).json["task_id"]?.string)
        let path = "/api/tasks/\(id)/cancellation"
        #expect(try await server.curl("GET", path + "?wait=0").json["cancelled"] == false)
        #expect(try await server.curl("GET", path + "?wait=0.05").json["status"] == "pending")

        async let held = server.curl("GET", path + "?wait=9")
        async let ended = server.curl("GET", path)
        try await waitFor("the requests to be held") {
            try await server.curl("GET", "/metrics").text.contains("\ngenboard_held_requests 2\n") ? true : nil
        }
        #expect(try await server.run("cancel", id, "--reason", "wrong picture").exitCode == 0)
        for answer in try await [held, ended] {
            #expect(answer.status == 200)
            #expect(answer.json["cancelled"] == true && answer.json["status"] == "cancelled")
            #expect(answer.json["reason"] == "wrong picture")
        }
        #expect(try await server.curl("GET", path).json["cancelled"] == true, "what has ended answers at once")
    }

    @Test func `a held request ends with its task and with its client`() async throws {
        let server = try await GenboardProcess()
        for id in ["done", "gone"] { _ = try await server.run("create", "--id", id) }
        async let done = server.curl("GET", "/api/tasks/done/cancellation")
        let hungUp = try RunningProgram(
            ["/usr/bin/env", "curl", "-sS", "--max-time", "1", server.url + "/api/tasks/gone/cancellation"]
        )
        #expect(try await hungUp.exitCode() == 28)
        _ = try await server.run("complete", "done")
        #expect(try await done.json["status"] == "completed")
        #expect(try await done.json["cancelled"] == false)
        try await waitFor("both requests to be let go") {
            try await server.curl("GET", "/metrics").text.contains("\ngenboard_held_requests 0\n") ? true : nil
        }
    }

    @Test(arguments: [("/api/tasks/a/cancellation?wait=soon", 400), ("/api/tasks/nobody/cancellation", 404)])
    func `a held request that makes no sense is refused at once`(path: String, status: Int64) async throws {
        let server = try await GenboardProcess()
        _ = try await server.run("create", "--id", "a")
        #expect(try await server.curl("GET", path).status == status)
    }
}
