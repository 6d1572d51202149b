import Foundation
import Testing

/// The dashboard under hands that type while rows move, on terminals that stall, and on those that go away.
struct TerminalEnduranceTests {
    @Test func `a key acts on the row that was read, whatever moves meanwhile`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("for i in 10 11 12 13 14 15 16 17 18 19; do genboard create --id task-$i; done")
        let screen = try await TmuxScreen.watching(server)
        try await screen.wait(for: " 1 of 10")
        let busy = try RunningProgram(
            [
                "/bin/sh", "-c",
                "while :; do for i in 10 12 13 14 16 17 18 19; do '\(Genboard.path)' update task-$i 5 > /dev/null; '\(Genboard.path)' fail task-$i x > /dev/null; done; done",
            ],
            environment: server.environment,
        )
        for _ in 0..<5 { try await screen.press("j") }
        let row =
            try await screen.wait(until: "the cursor") { $0.contains { $0.hasPrefix("▌task-") } }
            .first { $0.hasPrefix("▌") } ?? ""
        let id = row.dropFirst().prefix(7)
        try await screen.press("c")
        let rows = try await screen.wait(until: "an answer") { rows in
            rows.contains {
                $0.contains("Cancel this task?") || $0.contains("already failed") || $0.contains("has ended")
            }
        }
        #expect(rows.contains { $0.contains(id) && !$0.hasPrefix("▌") })
        busy.kill()
    }

    @Test func `a terminal that stops reading for ten seconds and comes back shows the state of the moment`()
        async throws
    {
        let server = try await GenboardProcess()
        try await server.shell("genboard create --id a --title first")
        let screen = try await TmuxScreen.watching(server, columns: 200, rows: 50)
        try await screen.wait(forRow: "▌a")
        let dashboard = try await screen.foregroundProcess
        let tmux = try #require(Int32(try await screen.fact("pid")))
        let stop = ContinuousClock.now
        kill(tmux, SIGSTOP)
        defer { kill(tmux, SIGCONT) }
        // Whole screens of changing texts fill the terminal's buffer, until the dashboard waits in a write.
        let load = """
            n=0; while :; do n=$((n + 1)); i=$((n % 40))
            '\(Genboard.path)' create --id "row-$i" --title "$n $n $n $n $n $n" > /dev/null 2>&1
            '\(Genboard.path)' complete "row-$i" > /dev/null 2>&1; '\(Genboard.path)' update a $((n % 100)) -m "$n $n $n $n" > /dev/null
            done
            """
        let busy = try RunningProgram(["/bin/sh", "-c", load], environment: server.environment)
        try await waitFor("the dashboard to wait for its terminal") {
            let call = try String(contentsOfFile: "/proc/\(dashboard)/syscall", encoding: .utf8)
            return call.hasPrefix("1 ") ? true : nil
        }
        try await waitFor("ten seconds") { ContinuousClock.now - stop >= .seconds(10) ? true : nil }
        busy.kill()
        try await server.shell("genboard update a 77 -m 'after the stall'")
        kill(tmux, SIGCONT)
        try await screen.wait(forRow: "▌a", " 77%", "after the stall")
        try await screen.press("q")
        try await screen.waitForPrompt()
    }

    @Test func `a dashboard whose terminal goes away ends, and its server with it`() async throws {
        let script = """
            import os, pty, sys, time
            pid, terminal = pty.fork()
            if pid == 0: os.execv(sys.argv[1], [sys.argv[1], '--port', '0'])
            text = b''
            while b'connected' not in text: text += os.read(terminal, 65536)
            print('open', flush=True)
            os.close(terminal)
            print('ended', os.waitpid(pid, 0)[1] != -1, flush=True)
            """
        let environment = ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"]
        let program = try RunningProgram(
            ["/usr/bin/env", "python3", "-c", script, Genboard.path],
            environment: environment,
        )
        _ = try await program.line("the end") { $0.hasPrefix("ended") ? true : nil }
        #expect(try await program.exitCode() == 0)
    }
}
