import JSON
import Testing

/// A server that says what a test wants it to say; `Peers/stand_in.py` tells how its script is written.
final class StandInServer: Sendable {
    let peer: PythonPeer
    let url: String

    init(script: String) async throws {
        peer = try PythonPeer("stand_in", [script])
        let port = try await peer.waitForLine("its port") { $0["port"] != nil }["port"]?.integer
        url = "http://127.0.0.1:\(try #require(port))"
    }

    /// Runs a command against it to its end.
    func run(_ arguments: String...) async throws -> Finished {
        try await Finished(Genboard.start(arguments, environment: ["GENBOARD_URL": url]))
    }
}
