import Testing

/// The keys of the dashboard's help, pressed.
struct TerminalKeyTests {
    @Test func `each key that moves the cursor moves it as the help says`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("i=1; while [ $i -le 50 ]; do genboard create --id task-$i; i=$((i + 1)); done")
        let screen = try await TmuxScreen.watching(server)
        try await screen.wait(for: " 1 of 50")
        // 24 rows less header, counts, titles, detail and footer are a page of 19.
        let moves = [
            ("j", 2), ("Down", 3), ("j", 4), ("k", 3), ("Up", 2), ("k", 1), ("k", 1), ("G", 50), ("j", 50), ("g", 1),
            ("End", 50), ("Home", 1), ("NPage", 19), ("NPage", 37), ("NPage", 50), ("PPage", 32), ("PPage", 14),
            ("PPage", 1), ("C-d", 10), ("C-d", 19), ("C-u", 10), ("C-u", 1),
        ]
        for (key, row) in moves {
            try await screen.press(key)
            try await screen.wait(until: "row \(row) after \(key)") { rows in
                rows.last?.hasSuffix(" \(row) of 50") == true
                    && rows.contains { $0.hasPrefix("▌task-\(row) ") }
            }
        }
    }

    @Test func `the help names the keys, is scrolled, and is closed by its own key and by Escape`() async throws {
        let server = try await GenboardProcess()
        let screen = try await TmuxScreen.watching(server)
        for close in ["?", "Escape", "q", "Enter"] {
            try await screen.press("?")
            let rows = try await screen.wait(for: "─ Help ─")
            for keys in ["c  ", "X  ", "d  ", "Space  ", "A U  ", "Enter i  ", "/  ", "n N  ", "1 ... 9"] {
                #expect(rows.contains { $0.contains("│ \(keys)") }, "\(keys)")
            }
            try await screen.press(close)
            try await screen.wait(until: "no help") { rows in !rows.contains { $0.contains("─ Help ─") } }
        }
        try await screen.press("F1")
        try await screen.wait(for: "─ Help ─")
        try await screen.press("j", "NPage", "NPage")
        let rows = try await screen.wait(forRow: "│ q  ", "quit the dashboard")
        #expect(!rows.isEmpty)
        try await screen.press("End")
        try await screen.wait(forRow: "│ Ctrl-K  ")
        try await screen.press("Home")
        try await screen.wait(forRow: "│ u  ")
    }

    @Test func `rows held for a key go where they belong when it is over, though nothing else happens`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("for i in a b; do genboard create --id task-$i; genboard update task-$i 10; done")
        let screen = try await TmuxScreen.watching(server)
        try await screen.wait(forRow: "task-b", "started")
        try await screen.press("j", "k")
        try await server.shell("genboard complete task-a")
        try await screen.wait(until: "task-a below task-b") { rows in
            let order = rows.filter { $0.contains("task-") && $0.contains("%") }
            return order.count == 2 && order[0].contains("task-b") && order[1].contains("task-a")
        }
    }

    @Test func `Ctrl-L mends a screen that something else has written on`() async throws {
        let server = try await GenboardProcess()
        let screen = try await TmuxScreen.watching(server)
        let rows = try await screen.wait(for: "No tasks yet.")
        let tty = try await screen.fact("pane_tty")
        let stray = try RunningProgram(["/bin/sh", "-c", "printf '\\033[5;5Hstray' > \(tty)"])
        #expect(try await stray.exitCode() == 0)
        try await screen.wait(for: "stray")
        try await screen.press("C-l")
        try await screen.wait(until: "the screen as it was") { $0 == rows }
    }
}
