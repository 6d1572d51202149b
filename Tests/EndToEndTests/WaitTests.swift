import Foundation
import JSON
import Testing

/// `genboard wait`: what it exits with, and that it always comes to an end.
@Suite struct WaitTests {
    private static let ends: [([String], Int32)] = [
        (["a"], 0), (["a", "a"], 0), (["a", "b"], 1), (["a", "c"], 3), (["c", "b", "a"], 1), (["a", "nobody"], 1),
    ]

    @Test(arguments: ends)
    func `the worst of all ends is the exit code`(_ ids: [String], _ code: Int32) async throws {
        let server = try await GenboardProcess()
        try await server.shell(
            "for i in a b c; do genboard create --id $i; done; genboard complete a; genboard fail b no; genboard cancel c"
        )
        let wait = try await Finished(Genboard.start(["wait"] + ids, environment: server.environment))
        #expect(wait.exitCode == code)
        #expect(wait.output.split(separator: "\n").count == Set(ids).subtracting(["nobody"]).count)
    }

    @Test func `one that was removed counts as it had ended, and the others are still waited for`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("genboard create --id a; genboard create --id b; genboard complete a")
        #expect(try await server.curl("DELETE", "/api/tasks/a").status == 204)
        let wait = try server.start("wait", "a", "b")
        try await waitFor("the word of the first") {
            wait.standardError.contains("it had ended as completed") ? true : nil
        }
        #expect(wait.isRunning)
        try await server.shell("genboard complete b")
        #expect(try await wait.exitCode() == 0)
    }

    @Test func `it ends with the last of its tasks, each printed as it ends`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("genboard create --id a; genboard create --id b")
        let wait = try server.start("wait", "a", "b", "--json")
        try await server.shell("genboard complete b")
        try await wait.line("the first end") { $0.contains(#""task_id":"b""#) ? true : nil }
        #expect(wait.isRunning)
        try await server.shell("genboard complete a")
        #expect(try await wait.exitCode() == 0)
        #expect(wait.lines().compactMap { try? JSONValue.parse($0)["task_id"]?.string } == ["b", "a"])
    }

    @Test func `time that runs out names what has not ended`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("genboard create --id a; genboard create --id b; genboard complete a")
        let wait = try await server.run("wait", "a", "b", "--timeout", "0.2s")
        #expect(wait.exitCode == 4)
        #expect(wait.errors == "genboard: not ended in time: b\n")
    }

    @Test func `a server that has forgotten the task ends the wait`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("genboard create --id a")
        let wait = try server.start("wait", "a")
        try await waitFor("the wait") {
            try await server.curl("GET", "/api/clients").json["clients"]?.array?.isEmpty == false ? true : nil
        }
        server.program.kill()
        _ = try await server.program.exitCode()
        let returned = try await GenboardProcess(port: server.port)
        #expect(try await wait.exitCode() == 1)
        #expect(wait.standardError.contains("no longer knows the task a"))
        withExtendedLifetime(returned) {}
    }

    @Test func `an end that comes with the answer to the join counts`() async throws {
        let server = try await StandInServer(
            script: #"{"join": {"ack": {"ok": true, "task": {"task_id": "a", "status": "completed"}}}}"#
        )
        #expect(try await server.run("wait", "a", "--timeout", "10s").exitCode == 0)
    }

    @Test func `an interrupted wait exits with 130`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("genboard create --id a")
        // Whoever runs the tests in the background has the signal ignored, and hands that down.
        let wait = try RunningProgram(
            ["/usr/bin/env", "--default-signal=INT", Genboard.path, "wait", "a"],
            environment: server.environment,
        )
        try await waitFor("the wait") {
            try await server.curl("GET", "/api/clients").json["clients"]?.array?.isEmpty == false ? true : nil
        }
        wait.signal(SIGINT)
        #expect(try await wait.exitCode() == 130)
    }

    @Test func `without a server it exits with 5`() async throws {
        let wait = try await Finished(Genboard.start(["wait", "a", "--url", "http://127.0.0.1:9"]))
        #expect(wait.exitCode == 5)
    }
}
