import Foundation
import Synchronization

/// A tmux server with one session, and the one client in control mode through which it takes commands.
///
/// A client for each command would be a process for each look at the screen. The session ends with the client, which
/// ends when its input does, so nothing outlives the test however that ends.
final class TmuxServer: Sendable {
    private let socket = "/tmp/genboard-test-\(UInt64.random(in: 0 ... .max))"
    private let client: RunningProgram
    /// How many of the client's lines have been read.
    private let readCount = Mutex(0)

    /// Whether the first commands have been answered.
    private let isReady = Mutex(false)

    /// Starts the program in a terminal of that size.
    ///
    /// Now and then tmux leaves a client without an answer that comes while its server starts; another one gets it.
    static func start(columns: Int, rows: Int, program: [String]) async throws -> TmuxServer {
        for _ in 0..<4 {
            if let server = try? await TmuxServer(columns: columns, rows: rows, program: program) { return server }
        }
        return try await TmuxServer(columns: columns, rows: rows, program: program)
    }

    private init(columns: Int, rows: Int, program: [String]) async throws {
        let tmux = ["/usr/bin/env", "tmux", "-u", "-S", socket, "-f", "/dev/null", "-C"]
        let size = ["-x", "\(columns)", "-y", "\(rows)"]
        client = try RunningProgram(tmux + ["new-session"] + size + ["--"] + program)
        _ = try await nextLine { $0.hasPrefix("%session-changed") }
        try await run(["set-option", "destroy-unattached", "on"])
        try await run(["refresh-client", "-f", "no-output"])
        try await run(["resize-window"] + size)
        isReady.withLock { $0 = true }
    }

    deinit {
        client.kill()
        try? FileManager.default.removeItem(atPath: socket)
    }

    /// Runs one of tmux's commands and returns the lines of its answer.
    @discardableResult
    func run(_ command: [String]) async throws -> [String] {
        try client.send(text: command.map(TmuxServer.quoted).joined(separator: " ") + "\n")
        // Answers to this client's commands end in 1; everything else is news.
        let first = try await nextLine { $0.hasPrefix("%begin ") && $0.hasSuffix(" 1") }
        let frame = first.dropFirst("%begin".count)
        var answer: [String] = []
        while true {
            let line = try await nextLine { _ in true }
            if line == "%end" + frame { return answer }
            if line == "%error" + frame {
                throw WaitError(what: "tmux \(command)", seen: answer.joined(separator: "\n"))
            }
            answer.append(line)
        }
    }

    private func nextLine(where isWanted: (String) -> Bool) async throws -> String {
        let patience = isReady.withLock { $0 } ? RunningProgram.patience : .seconds(4)
        return try await waitFor("an answer of tmux", within: patience) {
            readCount.withLock { readCount in
                let fresh = client.lines(from: readCount)
                let found = fresh.firstIndex(where: isWanted)
                readCount += found.map { $0 - fresh.startIndex + 1 } ?? fresh.count
                return found.map { fresh[$0] }
            }
        }
    }

    private static func quoted(_ word: String) -> String {
        "'" + word.replacing("'", with: #"'\''"#) + "'"
    }
}
