import Foundation
import Testing

/// The terminal after the dashboard: its modes, its cursor, its screen, and a shell that can be used.
struct TerminalRestoreTests {
    @Test(arguments: [("q", 0), ("C-c", 0)])
    func `a key that quits gives the terminal back`(key: String, exitCode: Int32) async throws {
        let session = try await DashboardSession()
        try await session.screen.press(key)
        try await session.expectRestored(exitCode: exitCode)
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGSEGV, SIGILL, SIGTRAP, SIGABRT])
    func `a signal or a crash gives the terminal back`(signal: Int32) async throws {
        let session = try await DashboardSession()
        kill(try await session.screen.foregroundProcess, signal)
        try await session.expectRestored(exitCode: 128 + signal)
    }

    @Test func `Ctrl-Z gives the terminal to the shell and fg brings the dashboard back`() async throws {
        let session = try await DashboardSession()
        try await session.screen.press("C-z")
        try await session.expectRestored()
        try await session.resume()
        try await session.screen.press("q")
        try await session.expectRestored(exitCode: 0)
    }

    @Test func `SIGTSTP stops the dashboard as Ctrl-Z does`() async throws {
        let session = try await DashboardSession()
        kill(try await session.screen.foregroundProcess, SIGTSTP)
        try await session.expectRestored()
        try await session.resume()
        try await session.screen.press("C-c")
        try await session.expectRestored(exitCode: 0)
    }
}

/// A shell that has noted its terminal's modes, with a dashboard in front of it.
private struct DashboardSession {
    let screen: TmuxScreen
    private let server: GenboardProcess
    private let modes: String

    init() async throws {
        server = try await GenboardProcess()
        // The runtime's own report of a crash would wait for a key, and a crash that was only sent would not end the process.
        let quiet = ["SWIFT_BACKTRACE": "enable=no"]
        screen = try await TmuxScreen(environment: server.environment.merging(quiet) { $1 })
        modes = try await DashboardSession.modes(on: screen)
        try await screen.run("genboard watch")
        try await screen.wait(for: "● connected")
        #expect(try await screen.fact("cursor_flag") == "0")
        #expect(try await screen.fact("alternate_on") == "1")
    }

    func resume() async throws {
        try await screen.run("fg")
        try await screen.wait(for: "● connected")
    }

    /// Waits for the shell and checks what it got back.
    func expectRestored(exitCode: Int32? = nil) async throws {
        try await screen.waitForPrompt()
        if let exitCode {
            try await screen.run("echo exit code $?.")
            try await screen.wait(for: "exit code \(exitCode).")
        }
        #expect(try await DashboardSession.modes(on: screen) == modes)
        #expect(try await screen.fact("cursor_flag") == "1")
        #expect(try await screen.fact("alternate_on") == "0")
    }

    /// What `stty -a` says, as a command typed at the prompt.
    private static func modes(on screen: TmuxScreen) async throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "stty-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try await screen.run("stty -a > \(file.path()); echo noted")
        try await screen.wait(until: "the modes") { $0.contains("noted") }
        try await screen.run("clear")
        try await screen.waitForPrompt()
        return try String(contentsOf: file, encoding: .utf8)
    }
}
