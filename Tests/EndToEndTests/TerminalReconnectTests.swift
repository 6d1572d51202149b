import Testing

/// A dashboard whose server goes away and comes back.
struct TerminalReconnectTests {
    @Test func `the dashboard outlives its server and finds it again`() async throws {
        let first = try await GenboardProcess()
        let screen = try await TmuxScreen.watching(first)
        try await first.shell("genboard create --id known; genboard update known 40 -m 'half way'")
        try await screen.wait(forRow: "known", " 40%", "half way")

        first.program.kill()
        try await screen.wait(forRow: "disconnected", "data 0:0", "next try in")
        try await screen.wait(forRow: "known", " 40%", "half way")
        let row = try #require(try await screen.styledRows.first { $0.contains("half way") })
        #expect(row.contains(/\x1B\[([0-9]+;)*2m/), "dim is 2 among the parameters of a style")

        let second = try await GenboardProcess(port: first.port)
        try await second.shell("genboard create --id unheard-of --title fresh")
        try await screen.wait(forRow: "fresh")
        try await screen.wait(for: "● connected")
        // The cursor keeps the row of a task that is gone, lest a key hits another one.
        try await screen.wait(forRow: "▌known", "gone from")
        try await screen.press("k", "j")
        try await screen.wait(until: "no task of the old server") { rows in !rows.contains { $0.contains("known ") } }
    }

    @Test func `r tries the connection at once`() async throws {
        let first = try await GenboardProcess()
        let screen = try await TmuxScreen.watching(first)
        first.program.kill()
        let wait = try await TerminalReconnectTests.longWait(screen)
        let second = try await GenboardProcess(port: first.port)
        let start = ContinuousClock.now
        try await screen.press("r")
        try await screen.wait(for: "● connected")
        #expect(ContinuousClock.now - start < wait)
        #expect(second.program.isRunning)
    }

    /// Waits until the next try is so far away that a connection before it can come from the key alone.
    private static func longWait(_ screen: TmuxScreen) async throws -> Duration {
        var seconds = 0
        try await screen.wait(until: "a next try in 4 s or more") { rows in
            let words = rows.first?.split(separator: " ") ?? []
            seconds = words.dropLast().last.flatMap { Int($0) } ?? 0
            return seconds >= 4
        }
        return .seconds(seconds - 1)
    }
}
