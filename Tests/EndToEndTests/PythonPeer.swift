import Foundation
import JSON
import Synchronization

/// A script of `Peers/`, run by the Python that has the stock clients; it prints a JSON object a line.
final class PythonPeer: Sendable {
    let program: RunningProgram
    private let parsed = Mutex([JSONValue]())

    init(_ script: String, _ arguments: [String]) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Peers/\(script).py")
        program = try RunningProgram([PythonPeer.python, "-u", file.path()] + arguments)
    }

    /// `Scripts/setup test` makes it.
    static var python: String {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "")/.cache"
        return (environment["GENBOARD_TEST_VENV"] ?? "\(cache)/genboard/test-venv") + "/bin/python"
    }

    /// All that it has printed so far; a line that is no JSON is null.
    var messages: [JSONValue] {
        parsed.withLock { messages in
            messages += program.lines(from: messages.count).map { (try? JSONValue.parse($0)) ?? .null }
            return messages
        }
    }

    /// The first line that has what is looked for; lines that came before the call count too.
    @discardableResult
    func waitForLine(
        _ what: String,
        within patience: Duration = RunningProgram.patience,
        where isWanted: (JSONValue) -> Bool,
    ) async throws -> JSONValue {
        do {
            return try await waitFor(what, within: patience) { messages.first(where: isWanted) }
        } catch {
            throw WaitError(what: what, seen: program.standardOutput + program.standardError)
        }
    }

    func send(_ command: JSONValue) throws {
        try program.send(text: command.text + "\n")
    }

    /// Runs a script to its end; the answer is all that it printed.
    static func run(_ script: String, _ arguments: [String]) async throws -> [JSONValue] {
        let peer = try PythonPeer(script, arguments)
        let code = try await peer.program.exitCode(within: .seconds(40))
        guard code == 0 else { throw WaitError(what: "exit 0 of \(script)", seen: peer.program.standardError) }
        return peer.messages
    }
}

extension JSONValue {
    /// As one line of JSON.
    var text: String { String(decoding: serialized(), as: UTF8.self) }
}
