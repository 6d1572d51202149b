import Foundation
import JSON
import Testing

/// What a server says can be wrong or hostile; a client shows what can be shown, and neither traps nor lets it steer the terminal.
@Suite struct UntrustedServerTests {
    private static let hostileTasks = [
        #"{"task_id": "huge", "status": "started", "progress": 1e308, "seq": 9223372036854775808, "timestamp": 1e308}"#,
        #"{"task_id": "negative", "status": "started", "progress": -1e308, "seq": -9223372036854775808, "timestamp": -1e308}"#,
        #"{"task_id": "times", "status": "failed", "created_at": -1e300, "started_at": 1e300, "finished_at": -1e18}"#,
        #"{"task_id": "far", "status": "started", "eta_seconds": 1e300, "silent_since": -1e300, "stalled": true, "attempt": 1e18}"#,
        #"{"task_id": "kinds", "status": "started", "progress": "many", "seq": {}, "timestamp": [], "details": 7, "title": 5}"#,
    ]

    private static let script = """
        {
            "connect": {"emit": [["connected", {"client_id": 5, "timestamp": 1e308, "server_version": [], "epoch": {}}]]},
            "watch": {
                "emit": [
                    ["tasks", {"tasks": [7, null, {"task_id": 1}, \(hostileTasks.joined(separator: ","))], "more": false}],
                    \(hostileTasks.map { "[\"progress\", \($0)]" }.joined(separator: ",")),
                    ["task_removed", {"task_id": 9}], ["progress", null],
                    ["progress", {"task_id": "last", "status": "completed"}]
                ],
                "ack": {"ok": true}
            },
            "join": {"ack": {"ok": true, "task": \(hostileTasks[0])}},
            "list_tasks": {"ack": {"ok": true, "tasks": [\(hostileTasks.joined(separator: ","))], "more": 1}}
        }
        """

    @Test func `numbers out of all range are shown within it`() async throws {
        let server = try await StandInServer(script: UntrustedServerTests.script)
        let list = try await server.run("list")
        #expect(list.exitCode == 0)
        #expect(list.output.contains("huge  started  100%"))
        #expect(list.output.contains("negative  started  0%"))
        #expect(list.output.split(separator: "\n").count == UntrustedServerTests.hostileTasks.count)
        #expect(try await server.run("list", "--json").exitCode == 0)
        #expect(try await server.run("get", "huge").output.contains("progress: 100\n"))

        let watch = try Genboard.start(["watch", server.url])
        try await watch.line("the last task") { $0.contains("last  completed") ? true : nil }
        watch.signal(SIGTERM)
        #expect(try await watch.exitCode() == 0)
    }

    @Test func `the dashboard draws them too`() async throws {
        let server = try await StandInServer(script: UntrustedServerTests.script)
        let screen = try await TmuxScreen()
        try await screen.run("genboard watch \(server.url)")
        try await screen.wait(forRow: "negative")
        try await screen.press("q")
        try await screen.waitForPrompt()
    }

    @Test func `a refusal cannot steer the terminal`() async throws {
        let refusal = #"{"ok": false, "error": "no", "message": "no\u001b[2J\r\nno \u202eevil"}"#
        let server = try await StandInServer(script: #"{"join": {"ack": \#(refusal)}}"#)
        let get = try await server.run("get", "a")
        #expect(get.exitCode == 1)
        #expect(get.errors == "genboard: no [2J  no \u{FFFD}evil\n")
    }
}
