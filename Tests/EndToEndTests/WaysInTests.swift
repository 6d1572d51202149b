import JSON
import Testing

/// The stock ways into a running server, each through a task's whole life.
@Suite struct WaysInTests {
    @Test(arguments: SocketIOPeer.Transports.allCases)
    func `a stock python-socketio client creates, follows and cancels a task`(
        _ transports: SocketIOPeer.Transports
    ) async throws {
        let server = try await GenboardProcess()
        let client = try await SocketIOPeer(server, transports)
        #expect(client.transport == (transports == .polling ? "polling" : "websocket"))
        let connected = try await client.event("connected")
        #expect(connected["client_id"]?.string != nil)

        let id = try await client.createTask(["task_type": "image_generation"])
        #expect(try await client.call("join", ["task_id": .string(id)])["ok"] == true)
        let report: JSONValue = ["task_id": .string(id), "progress": 40, "message": "Zeichne 图片"]
        #expect(try await client.call("update_progress", report)["cancelled"] == false)
        let progress = try await client.event("progress") { $0["progress"]?.number == 40 }
        #expect(progress["message"] == "Zeichne 图片")

        try client.emit("ping", .null)
        let pong = try await client.event("pong")
        #expect(try #require(pong["timestamp"]?.number) > 1_700_000_000)

        #expect(try await client.call("cancel_task", ["task_id": .string(id)])["status"] == "cancelled")
        #expect(try await client.event("cancel_result")["cancelled"] == true)
        try await client.event("progress") { $0["status"] == "cancelled" }
    }
}
