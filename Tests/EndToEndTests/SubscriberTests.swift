import Foundation
import JSON
import Testing

/// What subscribers get: all of it, in order, and soon.
@Suite struct SubscriberTests {
    @Test func `twenty clients on one task get the same events in order`() async throws {
        let server = try await GenboardProcess(options: ["--event-rate", "0"])
        let worker = try await SocketIOPeer(server)
        let watchers = try await SocketIOPeer(server, clients: 20)
        let id = try await worker.createTask()
        _ = try await watchers.call("join", ["task_id": .string(id)])
        try await waitFor("every watcher's first progress") {
            (0..<20).allSatisfy { !watchers.events("progress", of: $0).isEmpty } ? true : nil
        }
        for progress in 1...30 {
            let report: JSONValue = ["task_id": .string(id), "progress": .integer(Int64(progress))]
            _ = try await worker.call("update_progress", report)
        }
        _ = try await worker.call("complete_task", ["task_id": .string(id), "result": ["pages": 3]])
        try await waitFor("every watcher's last progress") {
            (0..<20).allSatisfy { watchers.events("progress", of: $0).last?["status"] == "completed" } ? true : nil
        }
        let first = watchers.events("progress")
        #expect(first.compactMap { $0["seq"]?.integer } == Array(1...32))
        for client in 1..<20 { #expect(watchers.events("progress", of: client) == first) }
    }

    @Test func `the old backend's workers are watched to their result and to their error`() async throws {
        let server = try await GenboardProcess()
        let watcher = try await SocketIOPeer(server, .standard)
        let worker = try PythonPeer("old_worker", [server.url])
        for (name, steps) in [("completes", [10, 50, 100]), ("fails", [10, 50])] as [(String, [Double])] {
            let message = try await worker.waitForLine("a task that \(name)") { $0["created"]?.string == name }
            let id = try #require(message["task_id"])
            _ = try await watcher.call("join", ["task_id": id])
            try worker.send("go")
            let last = try await watcher.event("progress") {
                $0["task_id"] == id && ($0["status"] == "completed" || $0["status"] == "failed")
            }
            let events = watcher.events("progress").filter { $0["task_id"] == id }
            let seen = Set(events.compactMap { $0["progress"]?.number })
            #expect(seen.isSuperset(of: steps))
            #expect(events.contains { $0["status"] == "generating_content" && $0["message"] == "正在生成内容" })
            if name == "completes" {
                #expect(last["progress"]?.number == 100)
                #expect(last["details"]?["result"] == ["title": "春天的花园", "images": ["a.png", "b.png"]])
            } else {
                #expect(last["status"] == "failed")
                #expect(last["details"]?["error"] == "图片生成失败: out of memory")
            }
        }
    }

    @Test func `a report reaches its subscriber within a tenth of a second`() async throws {
        let server = try await GenboardProcess()
        let figures = try #require(try await PythonPeer.run("latency", [server.url]).last)
        let p50 = try #require(figures["p50_ms"]?.number)
        let p99 = try #require(figures["p99_ms"]?.number)
        let longest = try #require(figures["max_ms"]?.number)
        print("Report to subscriber over 200 reports: p50 \(p50) ms, p99 \(p99) ms, max \(longest) ms")
        #expect(p99 < 100)
    }

    @Test func `a client that comes back is told whether it missed anything`() async throws {
        let server = try await GenboardProcess()
        let client = try await SocketIOPeer(server)
        let epoch = try #require(try await client.event("connected")["epoch"])
        let id = JSONValue.string(try await client.createTask())
        let current = try await client.call("join", ["task_id": id, "last_seq": 1, "epoch": epoch])
        #expect(current["recovered"] == "current")
        _ = try await client.call("update_progress", ["task_id": id, "progress": 60])
        let behind = try await client.call("join", ["task_id": id, "last_seq": 1, "epoch": epoch])
        #expect(behind["recovered"] == "snapshot")
        #expect(behind["task"]?["progress"]?.number == 60)
    }

    @Test func `a server that is asked to end takes leave of its clients`() async throws {
        let server = try await GenboardProcess()
        let client = try await SocketIOPeer(server)
        server.program.signal(SIGTERM)
        try await client.peer.waitForLine("the disconnection") { $0["disconnected"] == true }
        #expect(try await server.program.exitCode() == 0)
    }

    @Test func `a stock client finds its way back to a restarted server`() async throws {
        let server = try await GenboardProcess()
        let client = try await SocketIOPeer(server, .standard)
        let epoch = try await client.event("connected")["epoch"]
        server.program.kill()
        _ = try await server.program.exitCode()

        let returned = try await GenboardProcess(port: server.port)
        try await client.event("connected") { $0["epoch"] != epoch }
        let id = JSONValue.string(try await client.createTask())
        let answer = try await client.call("join", ["task_id": id, "last_seq": 1, "epoch": try #require(epoch)])
        #expect(answer["recovered"] == "snapshot")
        #expect(try await returned.curl("GET", "/api/tasks").json["tasks"]?.array?.count == 1)
    }
}
