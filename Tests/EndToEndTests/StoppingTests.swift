import Foundation
import JSON
import Testing

/// A server that is told to end.
struct StoppingTests {
    /// A connection that keeps a request half sent, so that there is something to wait for.
    private func halfRequest(_ server: GenboardProcess) async throws -> PythonPeer {
        let peer = try PythonPeer("half_request", [String(server.port)])
        try await peer.waitForLine("its half request") { $0["half"] == true }
        return peer
    }

    private func signalAndWait(_ server: GenboardProcess, _ peer: SocketIOPeer) async throws {
        server.program.signal(SIGTERM)
        try await peer.event("server_draining")
    }

    @Test func `clients are told when to come back, and the server ends with 0`() async throws {
        let server = try await GenboardProcess()
        let client = try await SocketIOPeer(server, clients: 3)
        server.program.signal(SIGTERM)
        let delay = try await client.event("server_draining")["reconnect_after_ms"]?.integer
        #expect((1...10_250).contains(try #require(delay)))
        #expect(try await server.program.exitCode() == 0)
    }

    @Test func `a request under way is answered, and nothing new is taken`() async throws {
        let server = try await GenboardProcess(options: ["--drain", "60s"])
        let client = try await SocketIOPeer(server)
        let half = try await halfRequest(server)
        try await signalAndWait(server, client)
        try half.send(["do": "ready"])
        let ready = try await half.waitForLine("the answer to /readyz") { $0["ready"] != nil }
        #expect(ready["ready"] == 503)
        #expect(try await Finished(server.start("list")).exitCode == 5, "no new connection is taken")
        try half.send(["do": "finish"])
        let answer = try await half.waitForLine("the answer to the request") { $0["status"] != nil }
        #expect(answer["status"] == 201 && answer["connection"] == "close")
        #expect(try await server.program.exitCode() == 0)
    }

    @Test func `what takes longer than the time to drain is cut off`() async throws {
        let server = try await GenboardProcess(options: ["--drain", "100ms"])
        let half = try await halfRequest(server)
        server.program.signal(SIGTERM)
        #expect(try await server.program.exitCode() == 0)
        #expect(half.program.isRunning)
    }

    @Test func `a second signal ends it at once`() async throws {
        let server = try await GenboardProcess(options: ["--drain", "60s"])
        let client = try await SocketIOPeer(server)
        let half = try await halfRequest(server)
        try await signalAndWait(server, client)
        server.program.signal(SIGTERM)
        #expect(try await server.program.exitCode() == 128 + SIGTERM)
        #expect(half.program.isRunning)
    }

    @Test func `a dashboard shows a stopped server as gone, with the time of the next try`() async throws {
        let server = try await GenboardProcess()
        let screen = try await TmuxScreen.watching(server)
        server.program.signal(SIGTERM)
        try await screen.wait(forRow: "disconnected", "next try in")
        #expect(try await server.program.exitCode() == 0)
    }
}
