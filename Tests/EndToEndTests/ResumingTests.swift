import Foundation
import JSON
import Testing

/// Watchers whose network fails for a moment while the server goes on.
struct ResumingTests {
    private static let taskCount = 500

    /// The network between a server and its watchers.
    private struct Network {
        let relay: PythonPeer
        let url: String

        init(to server: GenboardProcess) async throws {
            relay = try PythonPeer("relay", [String(server.port)])
            let port = try await relay.waitForLine("its port") { $0["port"] != nil }["port"]?.integer
            url = "http://127.0.0.1:\(try #require(port))"
        }

        func send(_ command: String) throws {
            try relay.send(["do": .string(command)])
        }

        /// What the server had sent over each connection that has ended.
        var bytes: [Int64] { relay.messages.compactMap { $0["bytes"]?.integer } }
    }

    /// A server with many tasks, its network, and a watcher that knows them all.
    private func scene() async throws -> (GenboardProcess, Network, RunningProgram) {
        let server = try await GenboardProcess()
        let client = try await SocketIOPeer(server)
        for number in 0..<ResumingTests.taskCount {
            try client.emit("create_task", ["task_id": .string("t\(number)"), "title": "one of many"])
        }
        _ = try await client.call("ping", [:])
        let network = try await Network(to: server)
        let watcher = try Genboard.start(["watch", "--json"], environment: ["GENBOARD_URL": network.url])
        try await waitFor("the snapshot") { watcher.count(of: "snapshot_ended") == 1 ? true : nil }
        #expect(watcher.watchedTasks.count == ResumingTests.taskCount)
        return (server, network, watcher)
    }

    /// The ids of the clients that watch.
    private func watchers(of server: GenboardProcess) async throws -> Set<String> {
        let clients = try await server.curl("GET", "/api/clients").json["clients"]?.array ?? []
        return Set(clients.filter { $0["watching"] == true }.compactMap { $0["client_id"]?.string })
    }

    @Test func `who has missed nothing is sent nothing again, and goes on`() async throws {
        let (server, network, watcher) = try await scene()
        try network.send("cut")
        try await waitFor("its second connection") { watcher.count(of: "connected") == 2 ? true : nil }
        try await server.shell("genboard update t7 50")
        try await waitFor("the change") { watcher.watchedTasks["t7"]?["progress"] == 50 ? true : nil }
        #expect(watcher.count(of: "snapshot_began") == 1)
        try network.send("cut")
        try await waitFor("the end of its second connection") { network.bytes.count == 2 ? true : nil }
        #expect(network.bytes[0] > 100_000 && network.bytes[1] < 5_000)
    }

    @Test func `who has missed something is sent all`() async throws {
        let (server, network, watcher) = try await scene()
        try network.send("close")
        try await waitFor("the watcher to be off") { watcher.count(of: "disconnected") > 0 ? true : nil }
        try await server.shell("genboard update t7 50; genboard cancel t8; genboard create --id fresh")
        #expect(try await server.curl("DELETE", "/api/tasks/t8").status == 204)
        try network.send("open")
        try await waitFor("the second snapshot") { watcher.count(of: "snapshot_ended") == 2 ? true : nil }
        let known = watcher.watchedTasks
        #expect(try await known == server.listedTasks)
    }

    @Test func `a dashboard keeps its picture over a short cut`() async throws {
        let (server, network, watcher) = try await scene()
        let screen = try await TmuxScreen(environment: ["GENBOARD_URL": network.url])
        try await screen.run("genboard watch")
        try await screen.wait(forRow: "○ \(ResumingTests.taskCount) pending")
        let before = try await watchers(of: server)
        try network.send("cut")
        try await waitFor("both to be back") {
            let now = try await watchers(of: server)
            return now.count == 2 && now.isDisjoint(with: before) ? true : nil
        }
        try await server.shell("genboard update t0 50 -m 'after the cut'")
        try await screen.wait(forRow: "● connected")
        try await screen.wait(forRow: "○ \(ResumingTests.taskCount - 1) pending")
        try await screen.wait(forRow: "t0", "after the cut")
        try network.send("cut")
        try await waitFor("the end of the second connections") { network.bytes.count == 4 ? true : nil }
        #expect(network.bytes[2] < 5_000 && network.bytes[3] < 5_000)
        #expect(watcher.isRunning)
    }
}
