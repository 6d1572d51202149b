import JSON
import TestSupport
import Testing

@Suite struct SlowReaderTests {
    /// Together larger than what the kernel keeps for a connection that is not read.
    private static let reports = 20
    private static let padding = String(repeating: "x", count: 60_000)

    /// A reader that reads nothing more, and the worker whose reports it has missed.
    private func stall(_ server: RunningServer) throws -> (reader: Wire, worker: Wire) {
        try server.create("a")
        let reader = try server.client(receiveBuffer: 16 << 10)
        reader.sendFrame(#"42/progress,["join",{"task_id":"a"}]"#)
        _ = try reader.takeEvent("progress")
        let worker = try server.client()
        for step in 1...SlowReaderTests.reports {
            worker.sendFrame(
                #"42/progress,\#(step)["update_progress",{"task_id":"a","progress":\#(step * 4),"#
                    + #""details":{"padding":"\#(SlowReaderTests.padding)"}}]"#
            )
            _ = try worker.takeText()
        }
        return (reader, worker)
    }

    @Test func `a client that stopped reading gets the newest state and the end when it reads again`() async throws {
        try await RunningServer.run { server in
            let (reader, worker) = try stall(server)
            let spared = try server.metric("genboard_events_conflated_total")
            #expect(spared > 0)

            var last = try reader.takeEvent("progress")
            var seqs = [last["seq"]?.integer ?? 0]
            while last["progress"]?.number != Double(SlowReaderTests.reports * 4) {
                last = try reader.takeEvent("progress")
                seqs.append(last["seq"]?.integer ?? 0)
            }
            #expect(zip(seqs, seqs.dropFirst()).allSatisfy { $0 < $1 })
            #expect(seqs.count < SlowReaderTests.reports)

            worker.sendFrame(#"42/progress,0["complete_task",{"task_id":"a","result":{"file":"a.png"}}]"#)
            #expect(try reader.takeEvent("progress")["status"] == "completed")
        }
    }

    @Test func `the end reaches a client that still has not read`() async throws {
        try await RunningServer.run { server in
            let (reader, worker) = try stall(server)
            worker.sendFrame(#"42/progress,0["fail_task",{"task_id":"a","error":"no disk"}]"#)
            var last = try reader.takeEvent("progress")
            while last["status"] != "failed" { last = try reader.takeEvent("progress") }
            #expect(last["details"]?["error"] == "no disk")
        }
    }
}
