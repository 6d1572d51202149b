import Dashboard
import Screen
import Testing

/// The keys of the dashboard's help, pressed.
struct TerminalKeyTests {
    /// One that runs, thirty that wait, and one of each way to end.
    private static let tasks = """
        genboard create image_generation --id poster --title Poster
        genboard update poster 30 --details "{$(for i in $(seq 60); do printf '"fact-%s": %s, ' $i $i; done)\\"last\\": 0}"
        for i in $(seq 10 39); do genboard create --id task-$i; done
        for i in done broken stopped; do genboard create --id $i; done
        genboard complete done; genboard fail broken 'out of memory'; genboard cancel stopped
        """

    /// Every key that help and manual name is pressed, in each place where it does something, and does it.
    @Test func `each key of the help does what the help says`() async throws {
        let server = try await GenboardProcess()
        try await server.shell(TerminalKeyTests.tasks)
        let screen = try await TmuxScreen.watching(server, options: "--cancel grace")
        try await screen.allowClipboard()
        try await screen.wait(for: " 1 of 34")
        let walk = KeyWalk(screen)
        try await TerminalKeyTests.move(walk)
        try await TerminalKeyTests.choose(walk)
        try await TerminalKeyTests.typeFilters(walk)
        try await TerminalKeyTests.typeCommands(walk)
        try await TerminalKeyTests.readHelp(walk)
        try await TerminalKeyTests.readDetails(walk)
        try await TerminalKeyTests.act(walk)
        try await TerminalKeyTests.answer(walk)
        try await TerminalKeyTests.keepHouse(walk)
        let presses = walk.presses.union(try await TerminalKeyTests.changeServers(server))
        #expect(presses.symmetricDifference(KeyWalk.Press.all).map { "\($0.place) \($0.key)" } == [])
    }

    /// What means something only where there are several servers, with another one beside the given.
    private static func changeServers(_ server: GenboardProcess) async throws -> Set<KeyWalk.Press> {
        let other = try await GenboardProcess()
        let screen = try await TmuxScreen.watching(server, options: "\(server.url) \(other.url)")
        let walk = KeyWalk(screen)
        try await screen.wait(for: " genboard  2 servers")
        try await walk.press(.tab, shows: " genboard  127.0.0.1:\(server.port)")
        try await walk.press(.backTab, shows: " genboard  2 servers")
        return walk.presses
    }

    private static func move(_ walk: KeyWalk) async throws {
        // 24 rows less header, counts, titles, detail and footer are a page of 19.
        let rows: [(Key, Int)] = [
            ("j", 2), (.down, 3), ("k", 2), (.up, 1), (.pageDown, 19), (.pageUp, 1), (.control("d"), 10),
            (.control("u"), 1), (.end, 34), (.home, 1), ("G", 34), ("g", 1),
        ]
        for (key, row) in rows { try await walk.press(key, shows: " \(row) of 34") }
    }

    private static func choose(_ walk: KeyWalk) async throws {
        try await walk.press(shows: [
            ("2", " of 31"), ("3", " 1 of 1"), ("4", " of 30"), ("5", "0 stalled"), ("6", "0 releasing"),
            ("7", "▌done "), ("8", "▌broken "), ("9", "▌stopped "), ("[", "▌broken "), ("]", "▌stopped "),
            ("1", " of 34"), ("v", " of 31"), ("v", "▌broken "), ("v", " of 34"),
            (">", "Sorted by what needs attention"), ("<", "Sorted by progress and age"), ("I", ", turned around"),
        ])
        try await walk.press("I", hides: ", turned around")
        try await walk.screen.press("g")
    }

    private static func typeFilters(_ walk: KeyWalk) async throws {
        let screen = walk.screen
        try await walk.press("/", shows: "Enter accept")
        try await screen.type("title:poster")
        try await screen.wait(for: " /title:poster")
        try await walk.press(.enter, in: .over(.filterLine), hides: "Enter accept")
        try await walk.press(.escape, shows: " of 34")
        try await walk.press("/", shows: "Enter accept")
        try await screen.type("abc")
        let edits: [(Key, String, String)] = [
            (.left, "1", "ab1c"), (.control("b"), "2", "ab21c"), (.right, "3", "ab213c"),
            (.control("f"), "4", "ab213c4"), (.home, "5", "5ab213c4"), (.end, "6", "5ab213c46"),
            (.control("a"), "7", "75ab213c46"), (.control("e"), "8", "75ab213c468"),
            (.backspace, "", "75ab213c46"), (.home, "9", "975ab213c46"),
        ]
        for (key, text, line) in edits { try await walk.edit(key, typing: text, gives: line) }
        try await screen.press("Home")
        try await walk.edit(.delete, gives: "75ab213c46")
        try await walk.edit(.control("k"), gives: "")
        try await screen.type("one two")
        try await screen.wait(for: " /one two")
        try await walk.edit(.control("w"), gives: "one")
        try await walk.edit(.control("u"), gives: "")
        try await walk.edit(.up, in: .filterLine, gives: "title:poster")
        try await walk.edit(.down, in: .filterLine, gives: "")
        try await screen.type("task-2")
        try await screen.wait(for: "▌task-20 ")
        try await walk.press(.escape, in: .over(.filterLine), shows: " of 34")
        try await walk.press("n", shows: "▌task-20")
        try await walk.press("N", shows: "▌task-29")
        try await screen.press("g")
    }

    private static func typeCommands(_ walk: KeyWalk) async throws {
        let screen = walk.screen
        try await walk.press(":", shows: "Tab complete")
        try await screen.type("las")
        try await screen.wait(for: "▌ last")
        try await walk.edit(.tab, in: .commandLine, gives: "last")
        try await walk.press(.enter, in: .over(.commandLine), shows: " 34 of 34")
        try await screen.press(":")
        try await walk.edit(.control("p"), in: .commandLine, gives: "last")
        try await walk.edit(.control("n"), in: .commandLine, gives: "")
        try await screen.type("show")
        try await screen.wait(for: "▌ show-all")
        try await walk.press(.down, in: .over(.commandLine), shows: "▌ show-active")
        try await walk.press(.up, in: .over(.commandLine), shows: "▌ show-all")
        try await walk.press(.escape, in: .over(.commandLine), hides: "Tab complete")
        try await screen.press("g")
    }

    private static func readHelp(_ walk: KeyWalk) async throws {
        for close: Key in [.escape, .enter, "?", .function(1), "q"] {
            try await walk.press(close == "?" ? "?" : .function(1), shows: "─ Help ─")
            try await walk.press(close, in: .over(.text), hides: "─ Help ─")
        }
        try await walk.screen.press("?")
        try await scroll(walk, .over(.text), page: 10, half: 10)
        try await walk.screen.press("Escape")
    }

    private static func readDetails(_ walk: KeyWalk) async throws {
        try await walk.press(.enter, shows: "─ Poster ─")
        let below = try await walk.screen.wait(until: "a part") { $0.moreBelow > 0 }.moreBelow
        try await walk.press("J", "further details") { $0.moreBelow < below && $0.has("▌poster") }
        try await walk.press("K", "the first details") { $0.moreBelow == below }
        try await walk.press("i", hides: "▌poster")
        // 20 rows without the frame's two.
        try await scroll(walk, .fullDetails, page: 19, half: 10)
        try await walk.press(.escape, hides: "─ Poster ─")
        try await walk.press("i", shows: "─ Poster ─")
        try await walk.press(.enter, hides: "▌poster")
        try await walk.press(.escape, hides: "─ Poster ─")
    }

    /// Scrolls a long text from its beginning with every key that moves, back and forth.
    private static func scroll(_ walk: KeyWalk, _ place: KeyWalk.Place, page: Int, half: Int) async throws {
        let below = try await walk.screen.wait(until: "a long text") { $0.moreBelow > page }.moreBelow
        let steps: [(Key, Int)] = [
            ("j", 1), (.down, 2), ("k", 1), (.up, 0), (.pageDown, page), (.pageUp, 0), (.control("d"), half),
            (.control("u"), 0), (.end, below), (.home, 0), ("G", below), ("g", 0),
        ]
        for (key, lines) in steps {
            try await walk.press(key, in: place, "\(lines) lines down") { $0.moreBelow == below - lines }
        }
    }

    private static func act(_ walk: KeyWalk) async throws {
        let screen = walk.screen
        try await walk.press("A", shows: "34 marked")
        try await walk.press("U", hides: " marked")
        try await walk.press(" ", shows: "◆poster")
        try await screen.press("U", "g")
        try await walk.press("t", shows: "This server has no workers of its own")
        try await walk.press("y", shows: "Copied poster")
        try await waitFor("the clipboard") { try await screen.clipboard == "poster" ? true : nil }
        try await walk.press("c", shows: "cancelling")
        try await walk.press("u", shows: "poster goes on")
        try await walk.press("z", shows: "frozen 0:0")
        try await walk.press("z", hides: "frozen 0:0")
        try await walk.press("f", shows: " following ")
        try await screen.press("f")
    }

    private static func answer(_ walk: KeyWalk) async throws {
        let screen = walk.screen
        try await screen.press("7")
        try await screen.wait(for: "▌done ")
        for close: Key in ["n", "N", "q", .escape] {
            try await walk.press("d", shows: "Delete this task?")
            try await walk.press(close, in: .over(.question), hides: "Delete this task?")
        }
        try await screen.press("d")
        try await screen.wait(for: "Delete this task?")
        let changes: [(Key, String)] = [
            (.tab, "No, keep"), (.backTab, "Yes"), (.left, "No, keep"), (.right, "Yes"), (.up, "No, keep"),
            (.down, "Yes"),
        ]
        for (key, answer) in changes { try await walk.change(key, to: answer) }
        try await walk.press(.enter, in: .over(.question), shows: "done deleted")
        try await screen.press("8")
        try await screen.wait(for: "▌broken ")
        try await screen.press("d")
        try await screen.wait(for: "Delete this task?")
        try await walk.press("y", in: .over(.question), shows: "broken deleted")
        try await screen.press("3")
        try await screen.wait(for: "▌poster ")
        try await walk.press("X", shows: "Cancel this task with force?")
        try await walk.press("Y", in: .over(.question), shows: "poster cancelled")
        try await screen.press("1")
    }

    private static func keepHouse(_ walk: KeyWalk) async throws {
        let screen = walk.screen
        try await walk.press("r", shows: "Connected already")
        try await walk.press("m", shows: "Mouse on")
        let tty = try await screen.fact("pane_tty")
        let stray = try RunningProgram(["/bin/sh", "-c", "printf '\\033[5;5Hstray' > \(tty)"])
        #expect(try await stray.exitCode() == 0)
        try await screen.wait(for: "stray")
        try await walk.press(.control("l"), hides: "stray")
        try await walk.press("q", "the prompt") { rows in rows.last { !$0.isEmpty } == "ready>" }
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
}
