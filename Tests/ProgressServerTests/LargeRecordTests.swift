import JSON
import TestSupport
import Testing

/// Records of any size must not make messages of any size.
@Suite struct LargeRecordTests {
    private static let tasks = 12
    private static let result = String(repeating: "r", count: 100_000)

    private func fill(_ server: RunningServer) throws {
        for number in 1...LargeRecordTests.tasks {
            try server.create("t\(number)")
            try server.request(
                Wire.post("/api/tasks/t\(number)/complete", #"{"result":{"text":"\#(LargeRecordTests.result)"}}"#)
            )
        }
    }

    @Test func `a snapshot of large records comes in messages of bounded size`() async throws {
        try await RunningServer.run { server in
            try fill(server)
            let watcher = try server.client()
            watcher.sendFrame(#"42/progress,["watch",{}]"#)
            var ids: [String] = []
            var more = true
            while more {
                let chunk = try watcher.takeEvent("tasks")
                #expect(chunk.serialized().count < 200_000)
                ids += (chunk["tasks"]?.array ?? []).compactMap { $0["task_id"]?.string }
                more = chunk["more"]?.bool ?? false
            }
            #expect(ids == (1...LargeRecordTests.tasks).map { "t\($0)" })
        }
    }

    @Test func `pages of large records are cut by size, and lead to all of them`() async throws {
        try await RunningServer.run { server in
            try fill(server)
            var ids: [String] = []
            var page: JSONValue = .null
            repeat {
                let after = ids.last.map { "&after=\($0)" } ?? ""
                page = try server.request(Wire.get("/api/tasks?limit=1000\(after)")).json
                #expect(page.serialized().count < 700_000)
                ids += (page["tasks"]?.array ?? []).compactMap { $0["task_id"]?.string }
            } while page["more"]?.bool == true
            #expect(ids == (1...LargeRecordTests.tasks).map { "t\($0)" })
        }
    }

    @Test func `many requests sent ahead are all answered, in order`() async throws {
        try await RunningServer.run { server in
            try fill(server)
            let wire = try Wire(port: server.port)
            let requests = 40
            for _ in 0..<requests { wire.send(Wire.get("/api/tasks?limit=3") + Wire.get("/healthz")) }
            for _ in 0..<requests {
                #expect(try wire.answer().body.utf8.count > 300_000)
                #expect(try wire.answer().body == "ok\n")
            }
        }
    }
}
