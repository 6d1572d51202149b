import JSON
import TestSupport
import Testing

/// What a client is told of one task never goes back.
@Suite struct OrderTests {
    @Test func `a client that catches up is not told older states after newer ones`() async throws {
        try await RunningServer.run { server in
            let padding = String(repeating: "x", count: 8000)
            let worker = try server.client()
            for id in ["a", "b", "c"] {
                worker.sendFrame(#"42/progress,["create_task",{"task_id":"\#(id)"}]"#)
            }
            let reader = try server.client(receiveBuffer: 8 << 10)
            reader.sendFrame(#"42/progress,["watch",{}]"#)
            _ = try reader.takeEvent("tasks")
            var seqs: [String: Int64] = [:]
            for round in 1...60 {
                for step in 1...10 {
                    for id in ["a", "b", "c"] {
                        let status = step.isMultiple(of: 5) ? "generating_image" : "started"
                        worker.sendFrame(
                            #"42/progress,["update_progress",{"task_id":"\#(id)","progress":\#(round),"status":"\#(status)","#
                                + #""details":{"padding":"\#(padding)"}}]"#
                        )
                    }
                }
                for _ in 0..<4 {
                    let state = try reader.takeEvent("progress")
                    let (id, seq) = (state["task_id"]?.string ?? "", state["seq"]?.integer ?? 0)
                    #expect(seq > seqs[id, default: 0])
                    seqs[id] = seq
                }
            }
        }
    }

    @Test func `a request sent behind one that is held and has a large answer is answered too`() async throws {
        try await RunningServer.run { server in
            let text = String(repeating: "r", count: 200_000)
            for id in ["a", "b"] {
                try server.create(id)
                try server.request(Wire.post("/api/tasks/\(id)/complete", #"{"result":{"text":"\#(text)"}}"#))
            }
            let opening = try Wire.answer(Wire.get("/socket.io/?EIO=4&transport=polling"), port: server.port).body
            let sid = try #require(JSONValue.parse(String(opening.dropFirst()))["sid"]?.string)
            let target = "/socket.io/?EIO=4&transport=polling&sid=\(sid)"
            #expect(try Wire.answer(Wire.post(target, "40/progress,"), port: server.port).body == "ok")
            _ = try Wire.answer(Wire.get(target), port: server.port)
            let wire = try Wire(port: server.port)
            wire.send(Wire.get(target) + Wire.get("/healthz"))
            let watch = #"42/progress,["watch",{}]"#
            #expect(try Wire.answer(Wire.post(target, watch), port: server.port).body == "ok")
            while case let body = try wire.answer().body, body != "ok\n" {
                #expect(body.utf8.count > 200_000)
            }
        }
    }
}
