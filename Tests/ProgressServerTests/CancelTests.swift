import JSON
import TestSupport
import Testing

@Suite struct CancelTests {
    @Test func `a cancel that names another attempt changes nothing`() async throws {
        try await RunningServer.run { server in
            try server.create("a")
            let refused = try server.request(Wire.post("/api/tasks/a/cancel", #"{"attempt":2}"#))
            #expect(refused.status == 409)
            #expect(refused.json["error"] == "other_attempt")
            #expect(refused.json["status"] == "pending")
            #expect(refused.json["cancelled"] == false)
            #expect(refused.json["message"] == "The task is at attempt 1 by now; look at that first.")
            let retry = try server.request(Wire.post("/api/tasks/a/retry", #"{"attempt":2}"#))
            #expect(retry.json["error"] == "other_attempt" && retry.json["cancelled"] == nil)
            #expect(try server.request(Wire.post("/api/tasks/a/cancel", #"{"attempt":1}"#)).status == 200)
        }
    }

    @Test func `a retry of what was not submitted is refused with that first`() async throws {
        try await RunningServer.run { server in
            try server.create("a")
            let refused = try server.request(Wire.post("/api/tasks/a/retry", "{}"))
            #expect(refused.json["error"] == "not_retryable")
            #expect(refused.json["message"]?.string?.hasPrefix("It was not submitted here") == true)
        }
    }

    @Test func `a worker that was told is told again where force is asked for`() async throws {
        try await RunningServer.run { server in
            let worker = try server.client()
            worker.sendFrame(#"42/progress,["create_task",{"task_id":"a"}]"#)
            worker.sendFrame(#"42/progress,["update_progress",{"task_id":"a","progress":1}]"#)
            worker.sendFrame(#"42/progress,1["ping"]"#)
            while try !worker.takeText().hasPrefix("43/progress,1[") {}
            try server.request(Wire.post("/api/tasks/a/cancel", #"{"reason":"why"}"#))
            let first = try worker.takeEvent("cancel")
            #expect(first["reason"] == "why")
            #expect(first["force"] == nil)
            try server.request(Wire.post("/api/tasks/a/cancel", #"{"force":true}"#))
            #expect(try worker.takeEvent("cancel")["force"] == true)
        }
    }

    @Test(arguments: [#"{"force":1}"#, #"{"attempt":"x"}"#, #"{"reason":[]}"#])
    func `a field of the wrong kind is named`(body: String) async throws {
        try await RunningServer.run { server in
            try server.create("a")
            let refused = try server.request(Wire.post("/api/tasks/a/cancel", body))
            #expect(refused.status == 400)
            #expect(try server.request(Wire.get("/api/tasks/a")).json["status"] == "pending")
        }
    }
}
