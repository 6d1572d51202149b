import JSON
import Networking
import ProgressModel
import TestSupport
import Testing

@testable import ProgressServer

/// Answers that were given, in order.
@EventLoop
private final class Given {
    var failures: [JournalFailure?] = []
}

/// Answers that must not be given before the journal has kept what they tell.
@Suite struct HeldAnswersTests {
    private let full = JournalFailure(message: "the disk is full: make room")

    /// Asks, and settles the journal when it waits; the answer is what was asked for.
    private func answer(
        _ server: RunningServer,
        to request: String,
        _ journal: HandJournal,
        _ failure: JournalFailure? = nil,
    ) async throws -> (status: Int, json: JSONValue) {
        let wire = try Wire(port: server.port)
        wire.send(request)
        await journal.settle(failure)
        let answer = try wire.answer()
        return (answer.status, try JSONValue.parse(answer.body))
    }

    @Test func `an ack leaves when the journal has what it tells, and progress does not wait`() async throws {
        let journal = HandJournal()
        try await RunningServer.run(journal: journal) { server in
            let client = try server.client()
            client.sendFrame(#"42/progress,1["create_task",{"task_id":"a"}]"#)
            client.sendFrame(#"42/progress,2["update_progress",{"task_id":"a","progress":5}]"#)
            #expect(try client.takeText().hasPrefix("43/progress,2["), "the ack of the creation is held back")
            await journal.settle()
            #expect(try client.takeText().hasPrefix("43/progress,1["))
            let seqs = await journal.changes.compactMap {
                if case .updated(let task, _) = $0 { task.seq } else { nil }
            }
            #expect(seqs == [1, 2])
        }
    }

    @Test func `a late report is answered at once: it changes nothing, and its worker is to stop`() async throws {
        let journal = HandJournal()
        try await RunningServer.run(journal: journal) { server in
            _ = try await answer(server, to: Wire.post("/api/tasks", #"{"task_id":"a"}"#), journal)
            _ = try await answer(server, to: Wire.post("/api/tasks/a/cancel", "{}"), journal)
            let body = #"{"progress":50}"#
            let head = "PATCH /api/tasks/a HTTP/1.1\r\nHost: test\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
            let late = try server.request(head + body)
            #expect(late.status == 200 && late.json["cancelled"] == true)
        }
    }

    @Test @EventLoop func `so many answers are held, and one more is given at once as an error`() {
        let held = HeldAnswers(journal: HandJournal())
        let given = Given()
        for _ in 0..<10_000 { held.hold { given.failures.append($0) } }
        #expect(given.failures.isEmpty && !held.isEmpty)
        held.hold { given.failures.append($0) }
        #expect(given.failures.map { $0?.message } == ["too many wait for that"])
    }

    @Test(arguments: ["complete_task", "fail_task", "cancel_task", "delete_task", "update_progress"])
    func `every way to end a task waits, asked for the first time or again`(event: String) async throws {
        let journal = HandJournal()
        try await RunningServer.run(journal: journal) { server in
            let client = try server.client()
            client.sendFrame(#"42/progress,1["create_task",{"task_id":"a"}]"#)
            await journal.settle()
            if event == "delete_task" {
                client.sendFrame(#"42/progress,2["complete_task",{"task_id":"a"}]"#)
                await journal.settle()
            }
            for ack in event == "delete_task" ? 3...3 : 3...4 {
                let payload = #"{"task_id":"a","error":"no","status":"failed"}"#
                client.sendFrame(#"42/progress,\#(ack)["\#(event)",\#(payload)]"#)
                client.sendFrame(#"42/progress,9["ping"]"#)
                let before = try texts(from: client, to: "43/progress,9[")
                #expect(!before.contains { $0.hasPrefix("43/progress,\(ack)[") || $0.contains("cancel_result") })
                await journal.settle()
                _ = try texts(from: client, to: "43/progress,\(ack)[")
            }
        }
    }

    /// What comes, up to a text that begins like this.
    private func texts(from client: Wire, to end: String) throws -> [String] {
        var texts: [String] = []
        repeat { texts.append(try client.takeText()) } while texts.last?.hasPrefix(end) == false
        return texts
    }

    @Test func `when it cannot be kept the answer is an error, though it is in force`() async throws {
        let journal = HandJournal()
        try await RunningServer.run(journal: journal) { server in
            let created = try await answer(server, to: Wire.post("/api/tasks", #"{"task_id":"a"}"#), journal)
            #expect(created.status == 201)
            let cancelled = try await answer(server, to: Wire.post("/api/tasks/a/cancel", "{}"), journal, full)
            #expect(cancelled.status == 503 && cancelled.json["error"] == "storage_unavailable")
            #expect(cancelled.json["message"]?.string?.contains("make room") == true)
            #expect(try server.request(Wire.get("/api/tasks/a")).json["status"] == "cancelled")
        }
    }

    @Test func `while nothing can be kept nothing is begun, and the server is not ready`() async throws {
        let journal = HandJournal()
        try await RunningServer.run(journal: journal) { server in
            _ = try await answer(server, to: Wire.post("/api/tasks", "{}"), journal, full)
            let refused = try server.request(Wire.post("/api/tasks", #"{"task_id":"b"}"#))
            #expect(refused.status == 503 && refused.json["error"] == "storage_unavailable")
            #expect(try server.request(Wire.get("/api/tasks/b")).status == 404)
            #expect(try server.request(Wire.get("/readyz")).status == 503)
            #expect(try Wire.answer(Wire.get("/healthz"), port: server.port).status == 200)
        }
    }
}
