import JSON
import TestSupport
import Testing

/// A stock client that comes back: what it must send and gets, byte by byte.
@Suite struct RecoveryTests {
    /// A client in the namespace, and what the server's CONNECT said.
    private struct Client {
        let wire: Wire
        let sid: String
        let pid: String
        let isRecovered: Bool
        /// What a new client is told at once, before it follows anything.
        let firstOffset: JSONValue?

        init(_ server: RunningServer, pid: String? = nil, offset: JSONValue? = nil) throws {
            wire = try Wire.webSocket("/socket.io/?EIO=4&transport=websocket", port: server.port)
            var auth: JSONObject = [:]
            auth["pid"] = pid.map(JSONValue.string)
            auth["offset"] = offset
            wire.sendFrame("40/progress," + JSONValue.object(auth).text)
            _ = try wire.takeText()
            let reply = try JSONValue.parse(String(try wire.takeText().dropFirst("40/progress,".count)))
            sid = try #require(reply["sid"]?.string)
            self.pid = try #require(reply["pid"]?.string)
            isRecovered = try wire.takeEvent("connected")["recovered"]?.bool ?? false
            firstOffset = isRecovered ? nil : try wire.takeEvent("offset")
        }

        /// Sends an event, and gives the offset that the server answers with.
        func send(_ event: JSONValue) throws -> JSONValue {
            wire.sendFrame("42/progress," + event.text)
            return try wire.takeEvent("offset")
        }
    }

    @Test func `a client that comes back is who it was and in its rooms`() async throws {
        try await RunningServer.run { server in
            try server.create("a")
            try server.create("b")
            let first = try Client(server)
            #expect(!first.isRecovered && first.sid != first.pid)
            _ = try first.send(["join", ["task_id": "a"]])
            _ = try first.send(["join", ["task_id": "b"]])
            let offset = try first.send(["leave", ["task_id": "b"]])
            first.wire.sendFrame("1")
            try server.report("a", 30)

            let back = try Client(server, pid: first.pid, offset: offset)
            #expect(back.isRecovered && back.sid == first.sid && back.pid == first.pid)
            let missed = try back.wire.takeEvent("progress")
            #expect(missed["task_id"] == "a" && missed["progress"]?.number == 30)
            try server.report("b", 10)
            try server.report("a", 40)
            let next = try back.wire.takeEvent("progress")
            #expect(next["task_id"] == "a" && next["progress"]?.number == 40, "it had left the room of b")
        }
    }

    @Test func `a client that followed nothing is recovered, but not one that was not told so yet`() async throws {
        try await RunningServer.run { server in
            let first = try Client(server)
            #expect(try !Client(server, pid: first.pid).isRecovered)
            let back = try Client(server, pid: first.pid, offset: first.firstOffset)
            #expect(back.isRecovered && back.sid == first.sid)
        }
    }

    @Test func `a watcher with a filter comes back to what passes it now`() async throws {
        try await RunningServer.run { server in
            for id in ["a", "b", "c"] { try server.create(id) }
            try server.report("a", 60)
            let first = try Client(server)
            let offset = try first.send(["watch", ["filter": "progress>50"]])
            first.wire.sendFrame("1")
            try server.report("a", 10)
            try server.report("b", 70)

            let back = try Client(server, pid: first.pid, offset: offset)
            let snapshot = try back.wire.takeEvent("tasks")
            #expect(snapshot["tasks"]?.array?.compactMap { $0["task_id"]?.string } == ["b"])
            try server.report("c", 80)
            #expect(try back.wire.takeEvent("progress")["task_id"] == "c")
            try server.report("b", 20)
            #expect(try back.wire.takeEvent("task_removed")["task_id"] == "b")
        }
    }

    @Test func `a watcher goes on watching what it watched`() async throws {
        try await RunningServer.run { server in
            try server.create("a")
            let first = try Client(server)
            let offset = try first.send(["watch", ["statuses": ["pending"]]])
            try server.create("b")
            let back = try Client(server, pid: first.pid, offset: offset)
            #expect(try back.wire.takeEvent("tasks")["tasks"]?.array?.count == 2)
            try server.create("c")
            #expect(try back.wire.takeEvent("progress")["task_id"] == "c")
        }
    }

    @Test func `a task that went meanwhile is told to be gone`() async throws {
        try await RunningServer.run { server in
            try server.create("a")
            let first = try Client(server)
            let offset = try first.send(["join", ["task_id": "a"]])
            try server.request(Wire.post("/api/tasks/a/cancel", "{}"))
            try server.request("DELETE /api/tasks/a HTTP/1.1\r\nHost: test\r\n\r\n")
            let back = try Client(server, pid: first.pid, offset: offset)
            #expect(back.isRecovered)
            #expect(try back.wire.takeEvent("task_removed")["task_id"] == "a")
        }
    }

    @Test func `another server with the same tasks recovers a client as well`() async throws {
        try await RunningServer.run { server in
            try server.create("a")
            let first = try Client(server)
            let offset = try first.send(["join", ["task_id": "a"]])
            let (pid, sid) = (first.pid, first.sid)
            try await RunningServer.run { other in
                try other.create("a")
                let back = try Client(other, pid: pid, offset: offset)
                #expect(back.isRecovered && back.sid == sid)
                #expect(try back.wire.takeEvent("progress")["task_id"] == "a")
            }
        }
    }

    @Test func `a worker that comes back is told again to end its work at once`() async throws {
        try await RunningServer.run { server in
            let first = try Client(server)
            first.wire.sendFrame(#"42/progress,1["create_task",{"task_id":"a"}]"#)
            _ = try first.wire.takeText()
            try server.request(Wire.post("/api/tasks/a/cancel", "{}"))
            try server.request(Wire.post("/api/tasks/a/cancel", #"{"force":true}"#))
            let back = try Client(server, pid: first.pid, offset: first.firstOffset)
            let told = try back.wire.takeEvent("cancel")
            #expect(told["task_id"] == "a" && told["force"] == true)
        }
    }

    @Test func `an old connection that is not yet known to be dead is put out`() async throws {
        try await RunningServer.run { server in
            try server.create("a")
            let first = try Client(server)
            let offset = try first.send(["join", ["task_id": "a"]])
            let back = try Client(server, pid: first.pid, offset: offset)
            #expect(back.isRecovered)
            while try first.wire.takeText() != "41/progress," {}
            let clients = try server.request(Wire.get("/api/clients")).json["clients"]?.array
            #expect(clients?.compactMap { $0["client_id"]?.string } == [back.sid])
            #expect(clients?.first?["rooms"] == ["a"])
        }
    }

    @Test func `a worker that comes back on a new connection is told of a cancellation again`() async throws {
        try await RunningServer.run { server in
            let first = try Client(server)
            first.wire.sendFrame(#"42/progress,["create_task",{"task_id":"a"}]"#)
            let offset = try first.send(["join", ["task_id": "a"]])
            try server.request(Wire.post("/api/tasks/a/cancel", #"{"reason":"wrong picture"}"#))
            let back = try Client(server, pid: first.pid, offset: offset)
            #expect(try back.wire.takeEvent("cancel") == ["task_id": "a", "reason": "wrong picture"])
            #expect(try server.request(Wire.get("/api/tasks/a")).json["releasing"] == true)
            _ = try back.send(["join", ["task_id": "a"]])
            back.wire.sendFrame(#"42/progress,["released",{"task_id":"a"}]"#)
            var state = try back.wire.takeEvent("progress")
            while state["releasing"] == true { state = try back.wire.takeEvent("progress") }
            #expect(state["status"] == "cancelled")
        }
    }

    @Test(
        arguments: [
            ("short", nil), ("a b c d e f g h i j!", nil), (nil, "{}"), (nil, #"{"epoch":"another life","rooms":[]}"#),
            (nil, #"{"epoch":"life","rooms":[7]}"#), (nil, ""), (nil, 7),
        ] as [(String?, JSONValue?)]
    )
    func `who shows something else begins anew`(pid: String?, offset: JSONValue?) async throws {
        try await RunningServer.run { server in
            let first = try Client(server)
            let back = try Client(server, pid: pid ?? first.pid, offset: offset)
            #expect(!back.isRecovered && back.sid != first.sid && back.pid != first.pid)
        }
    }

    @Test func `a client in too many rooms is told nothing that it could come back with`() async throws {
        try await RunningServer.run { server in
            let client = try Client(server)
            var offset = JSONValue.null
            for number in 1...201 {
                try server.create("t\(number)")
                offset = try client.send(["join", ["task_id": .string("t\(number)")]])
            }
            #expect(offset == "")
            #expect(try client.send(["leave", ["task_id": "t7"]]).string?.contains("t201") == true)
        }
    }
}
