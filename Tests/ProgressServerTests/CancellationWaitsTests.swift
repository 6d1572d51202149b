import JSON
import TestSupport
import Testing

/// Requests that wait for their task to be cancelled or to end.
@Suite struct CancellationWaitsTests {
    private let wait = Wire.get("/api/tasks/a/cancellation?wait=60")

    /// A connection whose request the server holds.
    private func held(by server: RunningServer) throws -> Wire {
        let before = try server.metric("genboard_held_requests")
        let wire = try Wire(port: server.port)
        wire.send(wait)
        while try server.metric("genboard_held_requests") == before {}
        return wire
    }

    @Test(arguments: [("cancel", "cancelled", true), ("complete", "completed", false)])
    func `the end of the task answers all who wait for it`(
        action: String,
        status: JSONValue,
        isCancelled: Bool,
    ) async throws {
        try await RunningServer.run { server in
            try server.create("a")
            let wires = [try held(by: server), try held(by: server)]
            try server.request(Wire.post("/api/tasks/a/\(action)", "{}"))
            for wire in wires {
                let answer = try JSONValue.parse(try wire.answer().body)
                #expect(answer["status"] == status && answer["cancelled"] == .bool(isCancelled))
            }
            #expect(try server.metric("genboard_held_requests") == 0)
        }
    }

    @Test func `a server that stops lets the held requests go and holds no new one`() async throws {
        let journal = HandJournal()
        try await RunningServer.run(journal: journal) { server in
            let worker = try server.client()
            worker.sendFrame(#"42/progress,["create_task",{"task_id":"a"}]"#)
            worker.sendFrame(#"42/progress,1["ping"]"#)
            while try !worker.takeText().hasPrefix("43/progress,1[") {}
            await journal.settle()
            let late = try Wire(port: server.port)
            late.send(Wire.get("/healthz"))
            #expect(try late.answer().status == 200)
            let held = try held(by: server)
            await server.beginStop()
            late.send(wait)
            for wire in [held, late] {
                let answer = try wire.answer()
                #expect(answer.status == 200 && answer.body.contains(#""status":"pending""#))
            }
            await journal.settle()
        }
    }
}
