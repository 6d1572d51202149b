import Foundation
import Testing

/// `genboard run` as it is seen and ended from a dashboard.
struct TerminalRunTests {
    @Test func `the bar of a running command moves with what it prints`() async throws {
        let server = try await GenboardProcess()
        let screen = try await TmuxScreen.watching(server, columns: 200)
        let loop = "while read -r line; do echo \"$line\"; done"
        let run = try server.start("run", "--title", "春季海报", "--", "sh", "-c", loop)
        try await screen.wait(forRow: "started", "0%", "春季海报")

        try run.send(text: #"{"progress": 25, "message": "正在生成图片", "status": "generating_image"}"# + "\n")
        try await screen.wait(forRow: "image", "████████···", " 25%", "正在生成图片")
        try run.send(text: #"{"progress": 75, "message": "nearly"}"# + "\n")
        let row = try await screen.wait(forRow: "████████████████████████········", " 75%", "nearly")
        let titles = try #require(try await screen.rows.first { $0.contains("STATUS") })
        #expect(row.column(of: "春季海报") == titles.column(of: "TITLE"))
        #expect(row.column(of: "nearly") == titles.column(of: "MESSAGE"))

        run.endInput()
        try await screen.wait(forRow: "completed", "100%")
        #expect(try await run.exitCode() == 0)
    }

    @Test func `c and y end a command and all its children`() async throws {
        let server = try await GenboardProcess()
        let screen = try await TmuxScreen.watching(server)
        let work = Sleepers()
        let run = try server.start("run", "--", "sh", "-c", work.script)
        try await work.wait(forCount: 2)
        try await screen.wait(forRow: "started")

        try await screen.press("c")
        try await screen.wait(for: "Cancel this task?")
        try await screen.wait(forRow: "│", "sh -c \(work.script)")
        try await screen.press("y")
        try await screen.wait(forRow: "⊘ cancelled")
        try await work.wait(forCount: 0)
        #expect(try await run.exitCode() == 128 + SIGTERM)
    }

    @Test(arguments: ["n", "Escape"])
    func `a cancellation that is not confirmed leaves the command running`(key: String) async throws {
        let server = try await GenboardProcess()
        let screen = try await TmuxScreen.watching(server)
        let work = Sleepers()
        let run = try server.start("run", "--", "sh", "-c", work.script)
        try await screen.wait(forRow: "started")
        try await work.wait(forCount: 2)

        try await screen.press("c")
        try await screen.wait(for: "Cancel this task?")
        try await screen.press(key)
        try await screen.wait(until: "no question") { rows in !rows.contains { $0.contains("Cancel this task?") } }
        try await screen.wait(forRow: "started")
        #expect(try work.count == 2)
        run.signal(SIGTERM)
        try await work.wait(forCount: 0)
    }
}

/// Two processes that can be told from all others by how long they sleep.
private struct Sleepers {
    private let duration = "300.\(Int.random(in: 100_000...999_999))"

    var script: String { "sleep \(duration) & sleep \(duration)" }

    var count: Int {
        get throws {
            let commandLine = Data("sleep\0\(duration)\0".utf8)
            return try FileManager.default.contentsOfDirectory(atPath: "/proc").count { entry in
                (try? Data(contentsOf: URL(filePath: "/proc/\(entry)/cmdline"))) == commandLine
            }
        }
    }

    func wait(forCount wanted: Int) async throws {
        try await waitFor("\(wanted) of \(script)") { try count == wanted ? true : nil }
    }
}
