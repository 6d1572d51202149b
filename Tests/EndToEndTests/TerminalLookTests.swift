import Testing

/// What the dashboard shows on terminals that can do less, and of texts that would do more than be shown.
struct TerminalLookTests {
    private static let chinese = "genboard create --id a --title '春季海报'; genboard update a 40 -m '正在生成图片'"

    @Test(arguments: [["LC_ALL": "C"], ["LC_ALL": "", "LANG": "C"], ["TERM": "vt100", "LC_ALL": "POSIX"]])
    func `a terminal without UTF-8 gets ASCII only`(environment: [String: String]) async throws {
        let server = try await GenboardProcess()
        try await server.shell(TerminalLookTests.chinese)
        let screen = try await TmuxScreen.watching(server, environment: environment)
        try await screen.wait(forRow: ">a", "* started", "####......", " 40%", "??????")
        #expect(try await screen.styledRows.joined().allSatisfy(\.isASCII))
    }

    @Test func `--ascii draws with ASCII on any terminal`() async throws {
        let server = try await GenboardProcess()
        try await server.shell(TerminalLookTests.chinese)
        let screen = try await TmuxScreen.watching(server, options: "--ascii")
        try await screen.wait(forRow: ">a", "* started", "####......", " 40%")
        #expect(try await screen.styledRows.joined().allSatisfy(\.isASCII))
        try await screen.press("c")
        try await screen.wait(forRow: "+- Cancel this task? ---")
        try await screen.press("Escape", "?")
        try await screen.wait(forRow: "+- Help ---")
        #expect(try await screen.styledRows.joined().allSatisfy(\.isASCII))
    }

    @Test
    func
        `for a terminal with wide ambiguous characters texts stay as they are, and such a character counts two columns`()
        async throws
    {
        let server = try await GenboardProcess()
        try await server.shell(
            "genboard create --id a --title 'Café Ω' -m calm; genboard create --id b --title Cafe -m calm"
        )
        let screen = try await TmuxScreen.watching(server, columns: 130, options: "--wide-ambiguous")
        let row = try await screen.wait(forRow: ">a", ". pending", "Café Ω", "calm")
        let other = try await screen.wait(forRow: " b", ". pending", "Cafe", "calm")
        let columns = try [row, other].map { try #require($0.column(of: "calm")) }
        #expect(columns[0] == columns[1] - 2, "this terminal draws both in one")
    }

    @Test func `a terminal that cannot move its cursor is told what to do`() async throws {
        let screen = try await TmuxScreen(environment: ["TERM": "dumb"])
        try await screen.run("genboard watch http://127.0.0.1:9; echo exit code $?.")
        try await screen.wait(for: "exit code 1.")
        try await screen.wait(forRow: "genboard: a terminal with TERM=dumb cannot move its cursor: use --plain")
    }

    @Test func `colours are used, and not under NO_COLOR`() async throws {
        let server = try await GenboardProcess()
        try await server.shell(TerminalLookTests.chinese)
        let colours = /\x1B\[([0-9]+;)*[349][0-7]m/
        let colourful = try await TmuxScreen.watching(server)
        try await colourful.wait(forRow: "▌a", "40%")
        #expect(try await colourful.styledRows.contains { $0.contains(colours) })
        let plain = try await TmuxScreen.watching(server, environment: ["NO_COLOR": "1"])
        try await plain.wait(forRow: "▌a", "40%")
        #expect(try await !plain.styledRows.contains { $0.contains(colours) })
    }

    @Test func `a Chinese locale gets Chinese words, installed or not`() async throws {
        let server = try await GenboardProcess()
        try await server.shell(TerminalLookTests.chinese)
        let environment = ["LC_ALL": "", "LANG": "zh_CN.UTF-8"]
        let screen = try await TmuxScreen(environment: server.environment.merging(environment) { $1 })
        try await screen.run("genboard watch")
        try await screen.wait(forRow: "genboard", "● 已连接")
        try await screen.wait(forRow: "▌a", "● 已开始", " 40%", "正在生成图片")
        try await screen.press("c")
        try await screen.wait(forRow: "╭─ 取消此任务？ ─")
        try await screen.press("Escape", "?")
        try await screen.wait(forRow: "╭─ 帮助 ─")
    }

    @Test func `a theme changes the colours, and no state is told by colour alone`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("genboard create --id a; genboard fail a broken")
        let dark = try await TmuxScreen.watching(server)
        try await dark.wait(forRow: "✗ failed")
        let contrast = try await TmuxScreen.watching(server, options: "--theme contrast")
        try await contrast.wait(forRow: "✗ failed")
        let dim = /\x1B\[([0-9]+;)*2(;[0-9]+)*m/
        #expect(try await dark.styledRows.contains { $0.contains(dim) })
        #expect(try await !contrast.styledRows.contains { $0.contains(dim) })
    }

    @Test func `times on the screen go on although nothing happens`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("genboard create --id a")
        let screen = try await TmuxScreen.watching(server)
        for second in 2...4 { try await screen.wait(forRow: "▌a", "pending", " 0:0\(second)") }
        server.program.kill()
        for second in 2...4 { try await screen.wait(for: "data 0:0\(second) old") }
    }

    @Test func `an empty list says how to start the first task`() async throws {
        let server = try await GenboardProcess()
        let screen = try await TmuxScreen.watching(server)
        try await screen.wait(forRow: "No tasks yet.")
        try await screen.wait(forRow: "GENBOARD_URL=\(server.url) genboard run -- CMD")
    }

    @Test func `escape sequences in a task's texts stay texts`() async throws {
        let server = try await GenboardProcess()
        let screen = try await TmuxScreen.watching(server, columns: 200)
        try await server.shell(
            #"""
            hostile=$(printf '\033[2J\033[31;1mred\033]0;owned\007\r\n\tx\033[?1049l\302\2332J\342\200\256mirror')
            genboard create --id hostile --title "$hostile" -m "$hostile"
            genboard create --id peaceful --title quiet -m calm
            """#
        )
        let row = try await screen.wait(forRow: "hostile", "pending", "␛[2J␛[31;1mred␛]0;owned")
        #expect(row.columns <= 200)
        let rows = try await screen.wait(for: "peaceful")
        #expect(rows.first?.hasPrefix(" genboard  127.0.0.1:") == true)
        #expect(rows.last?.hasPrefix(" c cancel  Enter details") == true)
        #expect(try await screen.fact("pane_title") == "genboard 2⏳")
        #expect(try await screen.fact("alternate_on") == "1")
        try await screen.press("c")
        try await screen.wait(for: "Cancel this task?")
        let bordered = try await screen.rows.filter { $0.contains("│") }
        #expect(Set(bordered.map { $0.column(of: "│") }).count == 1)
    }
}
