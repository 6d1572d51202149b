import Testing

/// `genboard` where something has its port already.
struct TerminalStartTests {
    @Test func `genboard attaches to the server that has the port`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("genboard create --title 'known to the server'")
        let screen = try await TmuxScreen()
        try await screen.run("genboard --data :memory: --port \(server.port)")
        try await screen.wait(forRow: "known to the server")
        try await screen.press("q")
        try await screen.waitForPrompt()
        #expect(try await server.run("list").output.contains("known to the server"))
    }

    @Test func `genboard alone brings its server along and takes it away again`() async throws {
        let screen = try await TmuxScreen()
        try await screen.run("genboard --port 0")
        let header = try await screen.wait(forRow: "genboard  127.0.0.1:", "● connected")
        let address = try #require(header.split(separator: " ").dropFirst().first)
        let create = try Genboard.start(["create", "--title", "first", "--url", "http://\(address)"])
        #expect(try await create.exitCode() == 0)
        try await screen.wait(forRow: "first")
        try await screen.press("q")
        try await screen.wait(forRow: "quitting stops the server")
        try await screen.press("q")
        try await screen.waitForPrompt()
        let list = try Genboard.start(["list", "--url", "http://\(address)"])
        #expect(try await list.exitCode() == 5)
    }

    @Test(arguments: [
        "http.server.HTTPServer(('127.0.0.1', 0), http.server.SimpleHTTPRequestHandler)",
        "socketserver.TCPServer(('127.0.0.1', 0), lambda *_: time.sleep(60))",
    ])
    func `genboard says so when another program has the port`(server: String) async throws {
        let script = """
            import http.server, socketserver, time
            server = \(server)
            print(server.server_address[1], flush=True)
            server.serve_forever()
            """
        let other = try RunningProgram(["/usr/bin/env", "python3", "-c", script])
        let port = try await other.line("its port") { Int($0) }
        let screen = try await TmuxScreen(columns: 200)
        try await screen.run("genboard --data :memory: --port \(port); echo exit code $?.")
        try await screen.wait(for: "exit code 1.")
        try await screen.wait(forRow: "genboard: ", "127.0.0.1:\(port)", "does not answer as a genboard server")
    }
}
