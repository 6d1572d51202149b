import Foundation
import Testing

/// The dashboard where there is no terminal.
struct TerminalPlainTests {
    @Test func `each change of status is a line, and progress is one in 5 s`() async throws {
        let server = try await GenboardProcess()
        let watch = try server.start("watch")
        try await watch.waitUntilConnected()
        let start = ContinuousClock.now
        try await server.shell(
            """
            genboard create --id a --title 'a title'
            for i in 1 2 3 4 5 6 7 8 9; do genboard update a $i -m "step $i"; done
            """
        )
        try await watch.line("the start") { $0.contains("started") ? true : nil }
        var progress = 10
        try await waitFor("a line of progress") {
            try await server.shell("genboard update a \(progress)")
            progress += 1
            return watch.lines().count > 2 ? true : nil
        }
        #expect(ContinuousClock.now - start >= .seconds(5))
        try await server.shell("genboard complete a")
        try await watch.line("the end") { $0.contains("completed") ? true : nil }

        let lines = watch.lines()
        #expect(lines.count == 4)
        for (line, status) in zip(lines, ["pending", "started", "started", "completed"]) {
            #expect(line.contains("  a  content_generation  \(status)  "), "\(line)")
            #expect(!line.contains("\u{1B}"))
        }
        watch.signal(SIGTERM)
        #expect(try await watch.exitCode() == 0)
    }

    @Test func `control characters cannot break a line`() async throws {
        let server = try await GenboardProcess()
        let watch = try server.start("watch")
        try await watch.waitUntilConnected()
        try await server.shell(#"genboard create --id a -m "$(printf 'one\ntwo\033[2J\r\302\233three')""#)
        let line = try await watch.line("the task") { $0.contains("  a  ") ? $0 : nil }
        #expect(line.hasSuffix("one two [2J  three"), "\(line)")
    }

    @Test func `watch ends when nobody reads its lines any more`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("genboard create --id a")
        let pipeline = try RunningProgram(
            ["/bin/sh", "-c", "'\(Genboard.path)' watch | head -1"],
            environment: server.environment,
        )
        try await pipeline.line("the task") { $0.contains("  a  ") ? true : nil }
        #expect(try await pipeline.exitCode() == 0)
    }
}

extension RunningProgram {
    fileprivate func waitUntilConnected() async throws {
        try await waitFor("the connection") { standardError.contains("connected to") ? true : nil }
    }
}
