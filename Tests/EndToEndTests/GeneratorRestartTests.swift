import Foundation
import JSON
import Testing

/// Generators and queued tasks when their server is killed or stopped.
struct GeneratorRestartTests {
    /// Notes its process and one of its children, and completes once it is told to.
    private static let patient = """
        sleep 300 & echo $! >> $DIR/$GENBOARD_TASK_ID.pids
        echo $$ >> $DIR/$GENBOARD_TASK_ID.pids
        echo '{"progress": 30}'
        until [ -e $DIR/go ]; do sleep 0.01; done
        kill $!
        """

    private func shop() throws -> Workshop {
        let shop = try Workshop(
            """
            [generator lost]
            command = sh $DIR/patient.sh
            [generator again]
            command = sh $DIR/patient.sh
            restarts = retry
            attempts = 2
            """
        )
        try shop.write(
            GeneratorRestartTests.patient.replacingOccurrences(of: "$DIR", with: shop.path),
            to: "patient.sh",
        )
        return shop
    }

    /// One task of each type at work, and one more that waits; the answer is the processes.
    private func fill(_ server: GenboardProcess, _ shop: Workshop) async throws -> [Int32] {
        for id in ["lost", "again"] {
            #expect(try await server.run("submit", id, "--id", id).exitCode == 0)
            try await server.task(id) { $0["progress"]?.number == 30 }
        }
        #expect(try await server.run("submit", "lost", "--id", "waiting").exitCode == 0)
        return try await shop.processes(in: "lost.pids", count: 2) + shop.processes(in: "again.pids", count: 2)
    }

    /// What a server finds that comes back.
    private func checkReturn(_ server: GenboardProcess, _ shop: Workshop) async throws {
        let lost = try await server.curl("GET", "/api/tasks/lost").json
        #expect(lost["status"] == "failed" && lost["details"]?["error"] == "server_restarted")
        #expect(lost["message"]?.string?.contains("at 30%") == true)
        #expect(!shop.hasOutput(of: "lost"))
        try await server.task("again") { $0["attempt"] == 2 && $0["progress"]?.number == 30 }
        try await server.task("waiting") { $0["attempt"] == 1 && $0["progress"]?.number == 30 }
        #expect(try await server.run("retry", "lost").exitCode == 0)
        try shop.write("", to: "go")
        for id in ["again", "waiting", "lost"] { _ = try await server.task(id, reaches: "completed") }
    }

    @Test func `after a kill nothing lives on unseen, and each task goes by its generator's rule`() async throws {
        let shop = try shop()
        let first = try await shop.server(options: ["--workers", "4"])
        let processes = try await fill(first, shop)
        #expect(processes.allSatisfy(shop.isRunning))
        first.program.kill()
        try await shop.waitForEnd(of: processes)
        let second = try await shop.server(options: ["--workers", "4"])
        try await checkReturn(second, shop)
    }

    @Test func `a server that comes back at once ends what the last one left`() async throws {
        let shop = try shop()
        let first = try await shop.server(options: ["--workers", "4"])
        let processes = try await fill(first, shop)
        first.program.kill()
        _ = try await first.program.exitCode()
        let second = try await shop.server(options: ["--workers", "4"])
        #expect(!processes.contains(where: shop.isRunning))
        try await checkReturn(second, shop)
    }

    @Test func `a stopped server ends its generators, and its tasks go by the same rule`() async throws {
        let shop = try shop()
        let first = try await shop.server(options: ["--workers", "4"])
        let client = try await SocketIOPeer(first)
        _ = try await client.call("join", ["task_id": "lost"])
        let processes = try await fill(first, shop)
        first.program.signal(SIGTERM)
        #expect(try await first.program.exitCode() == 0)
        #expect(!processes.contains(where: shop.isRunning))
        let second = try await shop.server(options: ["--workers", "4"])
        try await checkReturn(second, shop)
    }

    @Test func `files outlive a state that was moved away, and those of tasks that its state knows as gone do not`()
        async throws
    {
        let shop = try Workshop("[generator file]\ncommand = sh -c 'echo x > $GENBOARD_OUTPUT/x'")
        let first = try await shop.server()
        for id in ["kept", "deleted"] {
            #expect(try await first.run("submit", "file", "--id", id, "--wait").exitCode == 0)
        }
        #expect(try await first.curl("DELETE", "/api/tasks/deleted").status == 204)
        first.program.signal(SIGTERM)
        #expect(try await first.program.exitCode() == 0)
        let deleted = shop.output(of: "deleted")
        try FileManager.default.createDirectory(atPath: deleted, withIntermediateDirectories: true)

        try FileManager.default.moveItem(atPath: shop.state, toPath: shop.state + ".old")
        let second = try await shop.server()
        #expect(shop.hasOutput(of: "kept") && shop.hasOutput(of: "deleted"))
        second.program.signal(SIGTERM)
        #expect(try await second.program.exitCode() == 0)

        try FileManager.default.removeItem(atPath: shop.state)
        try FileManager.default.moveItem(atPath: shop.state + ".old", toPath: shop.state)
        let third = try await shop.server()
        try await waitFor("the deleted task's files to go") { shop.hasOutput(of: "deleted") ? nil : true }
        #expect(shop.hasOutput(of: "kept"))
        withExtendedLifetime(third) {}
    }

    @Test func `one that was tried often enough fails, and one that nobody does any more too`() async throws {
        let shop = try shop()
        var server = try await shop.server()
        #expect(try await server.run("submit", "again", "--id", "again").exitCode == 0)
        for attempt in 1...2 {
            try await server.task("again") { $0["attempt"]?.integer == Int64(attempt) && $0["progress"]?.number == 30 }
            server.program.kill()
            _ = try await server.program.exitCode()
            server = try await shop.server()
        }
        #expect(try await server.curl("GET", "/api/tasks/again").json["details"]?["error"] == "server_restarted")
        for id in ["lost", "waiting"] { #expect(try await server.run("submit", "lost", "--id", id).exitCode == 0) }
        server.program.kill()
        _ = try await server.program.exitCode()
        try shop.write("[generator other]\ncommand = true", to: "genboard/config")
        server = try await shop.server()
        let orphaned = try await server.task("waiting", reaches: "failed")
        #expect(orphaned["message"]?.string?.contains("no generator for lost") == true)
    }
}
