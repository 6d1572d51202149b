import JSON
import Testing

/// Cancelling over Socket.IO, as the operator and as the worker see it.
@Suite struct CancellingTests {
    @Test func `cancelling reaches the worker, refuses late reports, and ends with released`() async throws {
        let server = try await GenboardProcess()
        let worker = try await SocketIOPeer(server)
        let watcher = try await SocketIOPeer(server, .polling)
        let id = JSONValue.string(try await worker.createTask())
        _ = try await watcher.call("join", ["task_id": id])

        let answer = try await watcher.call("cancel_task", ["task_id": id, "reason": "wrong picture"])
        #expect(answer["cancelled"] == true)
        #expect(try await worker.event("cancel") == ["task_id": id, "reason": "wrong picture"])
        #expect(watcher.events("cancel").isEmpty)
        try await watcher.event("progress") { $0["status"] == "cancelled" && $0["releasing"] == true }

        let late = try await worker.call("update_progress", ["task_id": id, "progress": 90])
        #expect(late["cancelled"] == true)
        #expect(late["status"] == "cancelled")
        #expect(try await worker.call("released", ["task_id": id])["ok"] == true)
        let last = try await watcher.event("progress") { $0["status"] == "cancelled" && $0["releasing"] == false }
        #expect(last["progress"]?.number == 0)
    }

    @Test func `a worker that goes away has released what it held`() async throws {
        let server = try await GenboardProcess()
        let worker = try await SocketIOPeer(server)
        let watcher = try await SocketIOPeer(server)
        let id = JSONValue.string(try await worker.createTask())
        _ = try await watcher.call("join", ["task_id": id])
        _ = try await watcher.call("cancel_task", ["task_id": id])
        try await watcher.event("progress") { $0["releasing"] == true }
        try worker.disconnect()
        try await watcher.event("progress") { $0["status"] == "cancelled" && $0["releasing"] == false }
    }

    @Test func `a completed task refuses to be cancelled`() async throws {
        let server = try await GenboardProcess()
        let client = try await SocketIOPeer(server)
        let id = JSONValue.string(try await client.createTask())
        _ = try await client.call("complete_task", ["task_id": id])
        let answer = try await client.call("cancel_task", ["task_id": id])
        #expect(answer["ok"] == false)
        #expect(answer["error"] == "not_in_progress")
        #expect(answer["status"] == "completed")
        #expect(try await client.event("cancel_result")["error"] == "not_in_progress")
        #expect(try await server.curl("GET", "/api/tasks").json["tasks"]?.array?.first?["status"] == "completed")
    }
}
