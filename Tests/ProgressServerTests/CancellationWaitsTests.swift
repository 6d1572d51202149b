import JSON
import Networking
import ProgressModel
import TestSupport
import Testing
import Web

@testable import ProgressServer

/// A server that holds every request, one at a time.
@EventLoop
private final class OneWait {
    let port: UInt16
    private let waits: CancellationWaits
    private let http: HTTPServer

    init() throws {
        let now = Timestamp(seconds: 0)
        let manager = ProgressManager(epoch: "life") {}
        _ = try manager.createTask(NewTask(id: "a"), at: now)
        let waits = CancellationWaits(manager: manager, limit: 1)
        self.waits = waits
        http = HTTPServer(origins: OriginPolicy()) { exchange in
            do throws(HTTPFailure) {
                try waits.hold(exchange, of: "a", for: 60)
            } catch {
                exchange.respond(error.response)
            }
        }
        port = try http.listen(host: "127.0.0.1", port: 0).port
    }

    var heldCount: Int { waits.count }

    func stop() { http.stop() }
}

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

    @Test func `one request too many is refused, and there is room again when a client has gone`() async throws {
        let server = try await OneWait()
        let port = server.port
        var held: Wire? = try Wire(port: port)
        held?.send(Wire.get("/"))
        while await server.heldCount == 0 { await Task.yield() }
        let refused = try Wire.answer(Wire.get("/"), port: port)
        #expect(refused.status == 503 && refused.body.contains("too_many_waits"))
        held = nil
        while await server.heldCount == 1 { await Task.yield() }
        let next = try Wire(port: port)
        next.send(Wire.get("/"))
        while await server.heldCount == 0 { await Task.yield() }
        await server.stop()
    }
}
