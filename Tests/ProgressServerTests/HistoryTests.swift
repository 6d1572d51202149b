import JSON
import ProgressServer
import TestSupport
import Testing

/// Who did what, as the server tells it where there is no journal.
@Suite struct HistoryTests {
    private func history(_ id: String, of server: RunningServer) throws -> [JSONValue] {
        try server.request(Wire.get("/api/tasks/\(id)/history")).json["history"]?.array ?? []
    }

    @Test func `REST and Socket.IO tell the same, and who it was`() async throws {
        try await RunningServer.run { server in
            let worker = try server.client()
            worker.sendFrame(#"42/progress,1["create_task",{"task_id":"a"}]"#)
            _ = try worker.takeText()
            worker.sendFrame(#"42/progress,2["update_progress",{"task_id":"a","progress":10}]"#)
            _ = try worker.takeText()
            try server.request(Wire.post("/api/tasks/a/cancel", #"{"reason":"wrong picture"}"#))
            let entries = try history("a", of: server)
            #expect(entries.compactMap { $0["event"]?.string } == ["created", "started", "cancelled"])
            let clients = try server.request(Wire.get("/api/clients")).json["clients"]?.array
            #expect(entries[0]["by"] == clients?.first?["client_id"])
            #expect(entries[1]["from"] == clients?.first?["address"])
            #expect(entries[2]["by"] == "REST" && entries[2]["reason"] == "wrong picture")

            worker.sendFrame(#"42/progress,["task_history",{"task_id":"a"}]"#)
            #expect(try worker.takeEvent("task_history")["history"]?.array == entries)
        }
    }

    @Test func `a task that was deleted still has a history, and one that never was has none`() async throws {
        try await RunningServer.run { server in
            try server.create("a")
            try server.request(Wire.post("/api/tasks/a/complete", "{}"))
            try server.request("DELETE /api/tasks/a HTTP/1.1\r\nHost: test\r\n\r\n")
            let entries = try history("a", of: server)
            #expect(entries.compactMap { $0["event"]?.string } == ["created", "completed", "deleted"])
            #expect(entries.last?["by"] == "REST")
            let unknown = try server.request(Wire.get("/api/tasks/b/history"))
            #expect(unknown.status == 404 && unknown.json["error"] == "unknown_task")
        }
    }

    @Test func `a question too many is refused as that, and a file that cannot be read as that`() async throws {
        for (isOverload, code) in [(true, "overloaded"), (false, "storage_unavailable")] {
            let journal = HandJournal(questionFailure: JournalFailure(message: "no", isOverload: isOverload))
            try await RunningServer.run(journal: journal) { server in
                let refused = try server.request(Wire.get("/api/tasks/a/history"))
                #expect(refused.status == 503 && refused.json["error"]?.string == code)
            }
        }
    }

    @Test(arguments: ["", String(repeating: "k", count: 257)])
    func `an idempotency key of no sensible length is refused`(key: String) async throws {
        try await RunningServer.run { server in
            let head = "POST /api/tasks HTTP/1.1\r\nHost: test\r\nIdempotency-Key: \(key)\r\n"
            let refused = try server.request(head + "Content-Length: 2\r\n\r\n{}")
            #expect(refused.status == 400 && refused.json["error"] == "invalid_idempotency_key")
        }
    }
}
