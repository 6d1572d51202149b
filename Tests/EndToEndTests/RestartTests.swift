import Foundation
import JSON
import Testing

/// A server that ends and comes back on the same file.
struct RestartTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    /// One task of each kind; their state is all written when this returns.
    private func fill(_ server: GenboardProcess) async throws {
        try await server.shell(
            """
            genboard create image --id waiting --title '猫 in "quotes"'
            genboard create --id working; genboard update working 33.3 -m 'half' --details '{"k": [1, null]}'
            genboard create --id done; genboard complete done --result '{"file": "a.png"}'
            genboard create --id broken; genboard fail broken 'out of memory'
            genboard create --id stopped; genboard cancel stopped --reason 'wrong topic'
            """
        )
    }

    /// What a watcher is given: the epoch, and every task by its id.
    private func snapshot(of server: GenboardProcess) async throws -> (epoch: JSONValue?, tasks: [JSONValue]) {
        let client = try await SocketIOPeer(server)
        let answer = try await client.call("watch", [:])
        let tasks = try await client.event("tasks")
        let listed = try await server.curl("GET", "/api/tasks").json["tasks"]
        #expect(tasks["tasks"] == listed, "Socket.IO and REST tell the same")
        return (answer["epoch"], tasks["tasks"]?.array ?? [])
    }

    @Test func `after an orderly stop every field of every task is as it was`() async throws {
        let first = try await GenboardProcess(data: directory.file)
        try await fill(first)
        let before = try await snapshot(of: first)
        #expect(before.tasks.count == 5)
        first.program.signal(SIGTERM)
        #expect(try await first.program.exitCode() == 0)

        let second = try await GenboardProcess(data: directory.file)
        let after = try await snapshot(of: second)
        #expect(after.epoch == before.epoch && after.epoch?.string != nil)
        #expect(after.tasks == before.tasks)
    }

    @Test func `a client and a dashboard that were connected end with what the server has`() async throws {
        let first = try await GenboardProcess(data: directory.file)
        try await fill(first)
        let client = try await SocketIOPeer(first)
        _ = try await client.call("join", ["task_id": "working"])
        let screen = try await TmuxScreen.watching(first, columns: 100)
        try await screen.wait(forRow: "working", " 33%", "half")
        first.program.kill()
        try await screen.wait(forRow: "disconnected", "next try in")

        let second = try await GenboardProcess(port: first.port, data: directory.file)
        try await client.peer.waitForLine("its second connection") { _ in client.events("connected").count == 2 }
        _ = try await client.call("join", ["task_id": "working"])
        try await second.shell("genboard update working 80 -m 'almost'; genboard complete working")
        let told = try await client.event("progress") { $0["status"] == "completed" }
        #expect(told == (try await second.curl("GET", "/api/tasks/working").json))
        try await screen.wait(for: "● connected")
        for (id, word) in [
            ("working", "completed"), ("broken", "failed"), ("stopped", "cancelled"), ("猫", "pending"),
        ] {
            try await screen.wait(forRow: id, word)
        }
    }

    @Test func `after a kill every watcher ends with what the server has, field by field`() async throws {
        let first = try await GenboardProcess(data: directory.file)
        try await fill(first)
        let client = try await SocketIOPeer(first)
        _ = try await client.call("watch", [:])
        let watcher = try first.start("watch", "--json")
        let screen = try await TmuxScreen.watching(first, columns: 100, rows: 50)
        try await screen.wait(for: " of 5")
        first.program.kill()

        let second = try await GenboardProcess(port: first.port, data: directory.file)
        try await client.peer.waitForLine("its second connection") { _ in client.events("connected").count == 2 }
        _ = try await client.call("watch", [:])
        try await second.shell(
            """
            genboard update working 81.5 -m 'almost' --status generating_image --details '{"k": {"deep": [true, "猫"]}}'
            genboard create --id fresh --title 'after the kill'; genboard complete waiting --result '{"n": 7}'
            """
        )
        #expect(try await second.curl("DELETE", "/api/tasks/done").status == 204)
        let listed = try await second.listedTasks
        #expect(listed.keys.sorted() == ["broken", "fresh", "stopped", "waiting", "working"])
        _ = try? await waitFor("the Socket.IO client") {
            WatchedTasks(events: client.peer.messages).tasks == listed ? true : nil
        }
        #expect(WatchedTasks(events: client.peer.messages).tasks == listed)
        _ = try? await waitFor("the dashboard's own client") { watcher.watchedTasks == listed ? true : nil }
        #expect(watcher.watchedTasks == listed)
        #expect(watcher.count(of: "connected") == 2)
        for (id, task) in listed { try await expectDetails(of: id, task, on: screen) }
    }

    /// Opens a task's details on the whole screen, and looks for every field of it.
    private func expectDetails(of id: String, _ task: JSONValue, on screen: TmuxScreen) async throws {
        try await screen.press("/")
        try await screen.type(id)
        try await screen.press("Enter")
        try await screen.wait(forRow: "▌\(id)")
        try await screen.press("Enter", "Enter")
        let rows = try await screen.wait(until: "the details of \(id)") { rows in
            DetailsFact.all(of: task).allSatisfy { fact in rows.contains(where: fact.isIn) }
        }
        #expect(rows.contains { $0.contains("╭─") }, "the details have the whole screen")
        try await screen.press("Escape", "Escape")
        try await screen.wait(until: "the whole list") { rows in
            !rows.contains { $0.contains("╭─") || $0.contains("/\(id)") }
        }
    }

    @Test func `a worker goes on with its task after a kill, and what had ended has ended`() async throws {
        let first = try await GenboardProcess(data: directory.file)
        try await fill(first)
        first.program.kill()
        let second = try await GenboardProcess(data: directory.file)
        let report = try await second.curl("PATCH", "/api/tasks/working", ["progress": 60])
        #expect(report.json["task"]?["progress"] == 60)
        #expect(try await second.curl("PATCH", "/api/tasks/stopped", ["progress": 60]).json["cancelled"] == true)
        #expect(try await second.curl("POST", "/api/tasks/done/cancel").status == 409)
    }

    @Test func `nothing that was acknowledged is lost, however often the server is killed`() async throws {
        let rounds = ProcessInfo.processInfo.environment["GENBOARD_KILL_ROUNDS"].flatMap { Int($0) } ?? 20
        let patience: Duration = .seconds(30 + 2 * rounds)
        let peer = try PythonPeer("killer", [Genboard.path, directory.file, String(rounds)])
        #expect(try await peer.program.exitCode(within: patience) == 0)
        let verdict = try #require(peer.messages.last)
        #expect(verdict["faults"] == [])
        #expect(try #require(verdict["acknowledged"]?.integer) > 3 * Int64(rounds), "the workers hardly got to work")
    }

    @Test func `finished tasks above the bound go, and it is known how they ended, also after a restart`() async throws
    {
        let options = ["--keep-count", "2"]
        let first = try await GenboardProcess(data: directory.file, options: options)
        try await first.shell("for n in 1 2 3 4; do genboard create --id t$n; genboard fail t$n no; done")
        try await waitFor("the first task to go") {
            try await first.curl("GET", "/api/tasks/t2").status == 410 ? true : nil
        }
        #expect(try await first.curl("GET", "/api/tasks").json["tasks"]?.array?.count == 2)
        first.program.kill()
        let second = try await GenboardProcess(data: directory.file, options: options)
        let gone = try await second.curl("POST", "/api/tasks/t1/cancel")
        #expect(gone.status == 410 && gone.json["error"] == "task_removed" && gone.json["status"] == "failed")
        #expect(try await second.curl("GET", "/api/tasks/t5").status == 404)
    }
}
