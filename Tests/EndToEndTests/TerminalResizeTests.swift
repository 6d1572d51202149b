import Testing

/// What a change of the terminal's size leaves on the screen.
struct TerminalResizeTests {
    @Test func `after each change of size the screen is that of a dashboard opened at this size`() async throws {
        let server = try await TerminalResizeTests.serverWithEndedTasks()
        let resized = try await TmuxScreen.watching(server)
        for (columns, rows) in [(60, 15), (200, 50), (40, 8), (80, 24)] {
            let fresh = try await TmuxScreen.watching(server, columns: columns, rows: rows)
            try await resized.resize(columns: columns, rows: rows)
            try await TerminalResizeTests.expectSameScreen(resized, fresh, columns: columns, rows: rows)
        }
    }

    @Test func `a storm of changes of size ends with a correct screen`() async throws {
        let server = try await TerminalResizeTests.serverWithEndedTasks()
        let screen = try await TmuxScreen.watching(server)
        for step in 1...40 { try await screen.resize(columns: 20 + step * 37 % 160, rows: 2 + step * 13 % 45) }
        try await screen.resize(columns: 100, rows: 30)
        let fresh = try await TmuxScreen.watching(server, columns: 100, rows: 30)
        try await TerminalResizeTests.expectSameScreen(screen, fresh, columns: 100, rows: 30)
    }

    /// Nothing about these tasks moves with time, so that two screens can be compared.
    private static func serverWithEndedTasks() async throws -> GenboardProcess {
        let server = try await GenboardProcess()
        try await server.shell(
            """
            for i in 1 2 3 4 5 6; do
                genboard create --id done-$i --title "任务 $i"; genboard complete done-$i
                genboard create --id failed-$i; genboard fail failed-$i "内存不足: out of memory"
            done
            """
        )
        return server
    }

    /// Waits, for the rate of events in the header counts down to zero first.
    private static func expectSameScreen(_ screen: TmuxScreen, _ fresh: TmuxScreen, columns: Int, rows: Int)
        async throws
    {
        let wanted = try await fresh.wait(until: "a whole screen") { $0.last?.contains("1 of 12") == true }
        #expect(wanted.count == rows)
        #expect(wanted.first?.hasPrefix(" genboard  127.0.0.1:") == true)
        #expect(wanted.last?.hasPrefix(" d delete  Enter details") == true)
        #expect(wanted.allSatisfy { $0.columns <= columns })
        try await screen.wait(until: wanted.joined(separator: "\n")) { $0 == wanted }
    }
}
