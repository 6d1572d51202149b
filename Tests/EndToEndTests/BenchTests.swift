import Foundation
import JSON
import Testing

/// `genboard bench` with loads so small that they say nothing about speed, only that all is counted.
@Suite struct BenchTests {
    @Test(arguments: ["fan-out", "many-tasks", "saturation"])
    func `every event of a small load arrives`(_ scenario: String) async throws {
        let server = try await GenboardProcess()
        let finished = try await server.run(
            "bench",
            "--scenario",
            scenario,
            "--subscribers",
            "6",
            "--tasks",
            "2",
            "--rate",
            "100",
            "--seconds",
            "0.2",
            "--in-flight",
            "1",
            "--pid",
            String(server.program.processID),
            "--json",
        )
        #expect(finished.exitCode == 0, "\(finished.errors)")
        let result = try JSONValue.parse(finished.output)
        #expect(try #require(result["done"]?.number) > 0)
        #expect(result["unknown"] == 0)
        #expect(result["out_of_order"] == 0)
        #expect(try #require(result["latency_ms"]?["p50"]?.number) > 0)
        #expect(try #require(result["server"]?["cpu_us_each"]?.number) > 0)
    }

    @Test(arguments: ["connect", "idle", "churn"])
    func `every client of a small crowd gets in`(_ scenario: String) async throws {
        let server = try await GenboardProcess()
        let finished = try await server.run(
            "bench",
            "--scenario",
            scenario,
            "--subscribers",
            "20",
            "--seconds",
            "0.1",
            "--json",
        )
        #expect(finished.exitCode == 0, "\(finished.errors)")
        let result = try JSONValue.parse(finished.output)
        #expect(try #require(result["done"]?.number) > 0)
        #expect(result["lost"] == 0)
        #expect(result["failure"] == nil)
    }

    @Test(arguments: ["create", "rest"])
    func `every request of a small load is answered`(_ scenario: String) async throws {
        let server = try await GenboardProcess()
        let finished = try await server.run(
            "bench",
            "--scenario",
            scenario,
            "--subscribers",
            "2",
            "--seconds",
            "0.2",
            "--json",
        )
        #expect(finished.exitCode == 0, "\(finished.errors)")
        let result = try JSONValue.parse(finished.output)
        #expect(try #require(result["done"]?.number) > 0)
        #expect(result["failure"] == nil)
        #expect(try await server.run("list").output.contains("benchmark"))
    }

    @Test func `clients come back to a server that was restarted`() async throws {
        var server: GenboardProcess? = try await GenboardProcess()
        let port = try #require(server?.port)
        let bench = try #require(
            try server?.start("bench", "--scenario", "reconnect", "--subscribers", "10", "--json")
        )
        try await waitFor("the word to restart") {
            bench.standardError.contains("restart the server now") ? true : nil
        }
        server?.program.kill()
        _ = try await server?.program.exitCode()
        server = try await GenboardProcess(port: port)
        let finished = try await Finished(bench)
        #expect(finished.exitCode == 0, "\(finished.errors)")
        let result = try JSONValue.parse(finished.output)
        #expect(result["done"] == 10)
        #expect(result["lost"] == 0)
        withExtendedLifetime(server) {}
    }

    @Test func `people get a table`() async throws {
        let server = try await GenboardProcess()
        let finished = try await server.run(
            "bench",
            "--scenario",
            "latency",
            "--subscribers",
            "2",
            "--seconds",
            "0.2",
        )
        #expect(finished.exitCode == 0)
        let lines = finished.output.split(separator: "\n")
        #expect(lines.first?.hasPrefix("scenario") == true)
        #expect(lines.dropFirst().first?.hasPrefix("latency     events") == true)
    }

    @Test func `without a server it says so`() async throws {
        let finished = try await Finished(Genboard.start(["bench", "--url", "http://127.0.0.1:9", "-s", "latency"]))
        #expect(finished.exitCode == 5)
        #expect(finished.errors.contains("127.0.0.1:9"))
    }

    @Test func `a scenario that does not exist is answered with those that do`() async throws {
        let finished = try await Finished(Genboard.start(["bench", "--scenario", "fanout"]))
        #expect(finished.exitCode == 2)
        #expect(finished.errors.contains("fan-out"))
    }
}
