import JSON
import Testing

/// One dashboard on two servers.
struct TerminalServersTests {
    private static func screen() async throws -> (GenboardProcess, GenboardProcess, TmuxScreen) {
        let (first, second) = (try await GenboardProcess(), try await GenboardProcess())
        try await first.shell("genboard create --id same --title 'on the first'; genboard update same 10")
        try await second.shell("genboard create --id same --title 'on the second'; genboard update same 20")
        let screen = try await TmuxScreen(columns: 120)
        try await screen.run("genboard watch \(first.url) \(second.url)")
        try await screen.wait(forRow: "same", " 10%", "on the first")
        try await screen.wait(forRow: "same", " 20%", "on the second")
        try await screen.press("g")
        try await screen.wait(forRow: "▌same", "on the first")
        return (first, second, screen)
    }

    private static func status(_ server: GenboardProcess) async throws -> String? {
        try await server.curl("GET", "/api/tasks/same").json["status"]?.string
    }

    @Test func `a key cancels the task of the server whose row it is, though the other has the same id`() async throws {
        let (first, second, screen) = try await TerminalServersTests.screen()
        try await screen.press("j", "c")
        try await screen.wait(for: "127.0.0.1:\(second.port)/same")
        try await screen.press("y")
        try await screen.wait(forRow: "▌same", "cancelled", "on the second")
        #expect(try await TerminalServersTests.status(second) == "cancelled")
        #expect(try await TerminalServersTests.status(first) == "started")
    }

    @Test func `Tab goes to each server by itself and back to all`() async throws {
        let (first, second, screen) = try await TerminalServersTests.screen()
        try await screen.wait(forRow: " genboard  2 servers", "connected")
        try await screen.wait(forRow: " all ", "● 127.0.0.1:\(first.port)", "● 127.0.0.1:\(second.port)")
        try await screen.press("Tab")
        try await screen.wait(forRow: " genboard  127.0.0.1:\(first.port)", "connected to")
        try await screen.wait(until: "the first's task alone") { rows in
            rows.contains { $0.contains("on the first") } && !rows.contains { $0.contains("on the second") }
        }
        try await screen.press("Tab")
        try await screen.wait(forRow: "▌same", "on the second")
        try await screen.press("Tab")
        try await screen.wait(forRow: " same", "on the first")
        try await screen.press("BTab")
        try await screen.wait(forRow: " genboard  127.0.0.1:\(second.port)")
        try await screen.press("/")
        try await screen.type("server:127.0.0.1:\(first.port)")
        try await screen.wait(for: "No task matches")
    }

    @Test func `one server's loss leaves the other alone, and it is found again`() async throws {
        let (first, second, screen) = try await TerminalServersTests.screen()
        second.program.kill()
        try await screen.wait(forRow: "○ 127.0.0.1:\(second.port) stale · 0:", "retry")
        try await screen.wait(forRow: " genboard  2 servers", "1 of 2 connected")
        try await screen.wait(forRow: " same", " 20%", " old")
        let row = try #require(try await screen.styledRows.first { $0.contains(" old") })
        #expect(row.contains(/\x1B\[([0-9]+;)*2m/), "dim is 2 among the parameters of a style")

        try await first.shell("genboard update same 60 -m 'goes on'")
        try await screen.wait(forRow: "▌same", " 60%", "goes on")
        try await screen.press("j", "c")
        try await screen.wait(for: "127.0.0.1:\(second.port) is not connected: nothing can be changed there now")

        let again = try await GenboardProcess(port: second.port)
        try await again.shell("genboard create --id fresh --title 'born again'")
        try await screen.press("r")
        try await screen.wait(forRow: "fresh", "born again")
        try await screen.wait(forRow: "● 127.0.0.1:\(second.port)")
        try await screen.wait(forRow: " genboard  2 servers", "● connected")
        try await screen.press("k")
        try await screen.wait(until: "no task of the old server") { rows in
            !rows.contains { $0.contains("on the second") || $0.contains("gone from") }
        }
        #expect(try await TerminalServersTests.status(first) == "started")
    }
}
