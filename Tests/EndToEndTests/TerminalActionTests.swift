import Foundation
import Testing

/// The keys of the dashboard's help that act on tasks, pressed, with what they do seen on the screen and on the server.
struct TerminalActionTests {
    private static let three = "for i in 1 2 3; do genboard create --id task-$i --title \"title $i\"; done"

    @Test func `Space, A and U mark, and c cancels all that are marked`() async throws {
        let server = try await GenboardProcess()
        try await server.shell(TerminalActionTests.three)
        let screen = try await TmuxScreen.watching(server)
        try await screen.wait(for: " 1 of 3")
        try await screen.press("A")
        try await screen.wait(for: "3 marked")
        try await screen.press("U")
        try await screen.wait(until: "no marks") { rows in !rows.contains { $0.contains("marked") } }
        try await screen.press("Space")
        try await screen.wait(forRow: "◆task-1")
        try await screen.press("Space")
        try await screen.wait(for: "2 marked")
        try await screen.press("c")
        try await screen.wait(for: "Cancel 2 tasks?")
        try await screen.press("y")
        try await screen.wait(for: "2 of 2 answered")
        try await screen.wait(forRow: "✓ task-1 cancelled", "title 1")
        try await screen.press("Escape")
        try await screen.wait(until: "two cancelled") { rows in rows.count { $0.contains("⊘ cancelled") } == 2 }
        let list = try await server.run("list").output
        #expect(list.contains("task-3") && list.components(separatedBy: "cancelled").count > 2)
    }

    @Test func `d deletes an ended task, X cancels with force`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("genboard create --id done; genboard complete done; genboard create --id busy")
        let screen = try await TmuxScreen.watching(server)
        try await screen.wait(for: " 1 of 2")
        try await screen.press("d")
        try await screen.wait(for: "busy is in progress: only ended tasks are deleted")
        try await screen.press("7", "d")
        try await screen.wait(for: "Delete this task?")
        try await screen.press("y")
        try await screen.wait(for: "done deleted")
        try await screen.press("1", "k")
        try await screen.wait(until: "one task") { rows in
            !rows.contains { $0.contains("done ") && $0.contains("100%") }
        }
        try await screen.press("X")
        try await screen.wait(for: "Cancel this task with force?")
        try await screen.press("y")
        try await screen.wait(forRow: "busy", "⊘ cancelled")
    }

    @Test func `with a grace time c waits, and u takes it back`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("genboard create --id busy")
        let screen = try await TmuxScreen.watching(server, options: "--cancel grace")
        try await screen.wait(forRow: "▌busy")
        try await screen.press("c")
        try await screen.wait(forRow: "busy", "cancelling -")
        try await screen.press("u")
        try await screen.wait(for: "busy goes on")
        try await screen.press("c")
        try await screen.wait(forRow: "busy", "⊘ cancelled")
    }

    @Test func `Enter and i open the details, y copies the id, Escape closes`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("genboard create --id precious --title 'A title' --details '{\"model\": \"flux-1\"}'")
        let screen = try await TmuxScreen.watching(server)
        try await screen.allowClipboard()
        try await screen.wait(forRow: "▌precious")
        try await screen.press("Enter")
        try await screen.wait(for: "╭─ A title ─")
        try await screen.wait(forRow: "▌precious")
        try await screen.press("i")
        try await screen.wait(forRow: "│ model: flux-1")
        try await screen.press("y")
        try await screen.wait(for: "Copied precious")
        try await waitFor("the clipboard") { try await screen.clipboard == "precious" ? true : nil }
        try await screen.press("Escape")
        try await screen.wait(until: "no details") { rows in !rows.contains { $0.contains("╭─ A title ─") } }
    }

    @Test func `z freezes the picture, f follows what changes`() async throws {
        let server = try await GenboardProcess()
        try await server.shell(TerminalActionTests.three)
        let screen = try await TmuxScreen.watching(server)
        try await screen.wait(for: " 1 of 3")
        try await screen.press("z")
        try await screen.wait(for: "frozen 0:0")
        try await server.shell("genboard complete task-2; genboard create --id task-4")
        try await screen.wait(forRow: "4", "pending", "1 completed")
        try await screen.wait(for: " 1 of 3")
        #expect(try await !screen.rows.contains { $0.contains("task-4") })
        try await screen.press("z")
        try await screen.wait(forRow: "task-4")
        try await screen.press("f")
        try await screen.wait(for: "following")
        try await server.shell("genboard complete task-3")
        try await screen.wait(forRow: "▌task-3")
        try await screen.press("g")
        try await screen.wait(until: "no following") { rows in rows.last?.contains("following") == false }
    }

    @Test func `m gives the mouse to the dashboard and takes it away`() async throws {
        let server = try await GenboardProcess()
        try await server.shell(TerminalActionTests.three)
        let screen = try await TmuxScreen.watching(server)
        try await screen.wait(for: " 1 of 3")
        #expect(try await screen.fact("mouse_standard_flag") == "0")
        try await screen.press("m")
        try await screen.wait(for: "Mouse on")
        try await waitFor("the mouse") { try await screen.fact("mouse_standard_flag") == "1" ? true : nil }
        // A click in the sixth row of the screen, as xterm reports it.
        try await screen.type("\u{1B}[<0;10;6M")
        try await screen.wait(forRow: "▌task-3")
        try await screen.press("m")
        try await screen.wait(for: "Mouse off")
        try await waitFor("no mouse") { try await screen.fact("mouse_standard_flag") == "0" ? true : nil }
        try await screen.press("m", "q")
        try await screen.waitForPrompt()
        #expect(try await screen.fact("mouse_standard_flag") == "0")
    }

    @Test func `a colon runs any action by its name`() async throws {
        let server = try await GenboardProcess()
        try await server.shell(TerminalActionTests.three)
        let screen = try await TmuxScreen.watching(server)
        try await screen.wait(for: " 1 of 3")
        try await screen.press(":")
        try await screen.wait(for: "Tab complete")
        try await screen.type("las")
        try await screen.wait(forRow: "▌ last")
        try await screen.press("Tab", "Enter")
        try await screen.wait(forRow: "▌task-3")
        try await screen.press(":")
        try await screen.type("cancel title:*")
        try await screen.press("Enter")
        try await screen.wait(for: "Cancel 3 tasks?")
        try await screen.press("n", ":")
        try await screen.type("quit")
        try await screen.press("Enter")
        try await screen.waitForPrompt()
    }

    @Test func `the title sums up, and the shell's own comes back`() async throws {
        let server = try await GenboardProcess()
        let screen = try await TmuxScreen.watching(server)
        try await server.shell("genboard create --id a; genboard update a 10; genboard create --id b")
        try await waitFor("the title") { try await screen.fact("pane_title") == "genboard 1▶ 1⏳" ? true : nil }
        try await server.shell("genboard fail a broken")
        try await waitFor("the title") { try await screen.fact("pane_title") == "genboard 1⏳ 1✗" ? true : nil }
        try await screen.press("q")
        try await screen.waitForPrompt()
        try await waitFor("the old title") { try await screen.fact("pane_title").contains("genboard") ? nil : true }
    }

    @Test func `the end of the last task rings where that was asked for`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("genboard create --id a")
        let screen = try await TmuxScreen.watching(server, options: "--announce bell")
        try await screen.wait(forRow: "▌a")
        try await screen.watchBell()
        try await server.shell("genboard complete a")
        try await waitFor("the bell") { try await screen.hasRung ? true : nil }
    }

    @Test func `keys are what the configuration says, and what is wrong in it is told`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("genboard create --id a")
        let home = FileManager.default.temporaryDirectory.appending(path: "config-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: home) }
        try FileManager.default.createDirectory(
            at: home.appending(path: "genboard"),
            withIntermediateDirectories: true,
        )
        let file = home.appending(path: "genboard/config")
        try Data("[keys]\ncancel = K\nup = none\n".utf8).write(to: file)
        let screen = try await TmuxScreen.watching(server, environment: ["XDG_CONFIG_HOME": home.path()])
        try await screen.wait(forRow: " K cancel")
        try await screen.press("K")
        try await screen.wait(for: "Cancel this task?")
        try await screen.press("n", "q")
        try await screen.waitForPrompt()
        try Data("[keys]\ncancel = Hyper-K\n".utf8).write(to: file)
        try await screen.run("clear; genboard config check; genboard watch; echo exit code $?.")
        try await screen.wait(for: "exit code 2.")
        #expect(try await screen.rows.joined().components(separatedBy: "is no key").count == 3)
    }
}
