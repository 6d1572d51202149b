import HTTP
import JSON
import Networking
import Testing
import Web

@Suite(.timeLimit(.minutes(1))) struct SocketIOClientTests {
    @Test func `events and acknowledgements go both ways, and the end comes once`() async throws {
        try await TestServer.run { port, _ in
            let visit = await Visit(ServerAddress(host: "127.0.0.1", port: port), "/custom")
            #expect(await visit.next() == .connected)
            #expect(await visit.next() == .event("hello", [.null]))
            await visit.client.emit("say", ["ü", 1])
            #expect(await visit.next() == .event("back", ["ü", 1]))
            await visit.client.emit("say", [2], ackID: "7")
            #expect(await visit.next() == .acknowledged("7", [2]))
            await visit.client.close()
            #expect(await visit.next() == .disconnected("closed"))
            await #expect(visit.client.isConnected == false)
        }
    }

    @Test func `an answer of half a megabyte arrives whole`() async throws {
        try await TestServer.run { port, _ in
            let visit = await Visit(ServerAddress(host: "127.0.0.1", port: port), "/")
            #expect(await visit.next() == .connected)
            _ = await visit.next()
            let text = JSONValue.string(String(repeating: "x", count: 500_000))
            await visit.client.emit("say", [text])
            #expect(await visit.next() == .event("back", [text]))
        }
    }

    @Test func `a namespace that the server does not have is an end with its reason`() async throws {
        try await TestServer.run { port, _ in
            let visit = await Visit(ServerAddress(host: "127.0.0.1", port: port), "/unknown")
            #expect(await visit.next() == .disconnected("the server refused: Invalid namespace"))
        }
    }

    @Test func `a client that the server puts out is told`() async throws {
        try await TestServer.run { port, _ in
            let visit = await Visit(ServerAddress(host: "127.0.0.1", port: port), "/")
            #expect(await visit.next() == .connected)
            _ = await visit.next()
            await visit.client.emit("leave", [])
            #expect(await visit.next() == .disconnected("the server closed the connection"))
        }
    }

    @Test func `a server that goes away is an end, and connecting again fails`() async throws {
        try await TestServer.run { port, server in
            let address = ServerAddress(host: "127.0.0.1", port: port)
            let visit = await Visit(address, "/")
            #expect(await visit.next() == .connected)
            _ = await visit.next()
            await server.stop()
            #expect(await visit.next() == .disconnected("the server closed the connection"))
            let second = await Visit(address, "/")
            guard case .disconnected(let reason) = await second.next() else {
                Issue.record("connected to a server that is gone")
                return
            }
            #expect(reason.contains("127.0.0.1:\(port)"))
        }
    }

    @Test
    @EventLoop
    func `a server of another kind is an end that says so`() async throws {
        let http = HTTPServer(origins: OriginPolicy()) { $0.respond(Response(status: 404)) }
        let address = ServerAddress(host: "127.0.0.1", port: try http.listen(host: "127.0.0.1", port: 0).port)
        let visit = Visit(address, "/")
        let reason = "\(address) is no genboard server: it answered with HTTP status 404"
        #expect(await visit.next() == .disconnected(reason))
        http.stop()
    }

    @Test func `a page's origin policy does not concern the client`() async throws {
        try await TestServer.run(origins: OriginPolicy(allowed: ["https://board.example"])) { port, _ in
            let visit = await Visit(ServerAddress(host: "localhost", port: port), "/")
            #expect(await visit.next() == .connected)
        }
    }
}

/// One connection of a client, with what it heard in order.
@EventLoop
private struct Visit {
    enum Heard: Equatable {
        case connected
        case event(String, [JSONValue])
        case acknowledged(String, [JSONValue])
        case disconnected(String)
    }

    let client: SocketIOClient
    private let ear: Ear
    private let heard: AsyncStream<Heard>

    init(_ address: ServerAddress, _ namespace: String) {
        let (stream, continuation) = AsyncStream.makeStream(of: Heard.self)
        heard = stream
        ear = Ear(continuation)
        client = SocketIOClient(address, namespace: namespace, delegate: ear)
        client.connect()
    }

    /// What the client heard next; nil after the end.
    func next() async -> Heard? {
        for await heard in heard { return heard }
        return nil
    }

    /// The client's delegate.
    final class Ear: SocketIOClientDelegate {
        private let heard: AsyncStream<Heard>.Continuation

        init(_ heard: AsyncStream<Heard>.Continuation) { self.heard = heard }

        func connected(_ client: SocketIOClient) { heard.yield(.connected) }

        func received(_ event: IncomingEvent, from client: SocketIOClient) {
            heard.yield(.event(event.name, event.arguments))
        }

        func acknowledged(_ ackID: String, _ arguments: [JSONValue], by client: SocketIOClient) {
            heard.yield(.acknowledged(ackID, arguments))
        }

        func disconnected(_ client: SocketIOClient, because reason: String) {
            heard.yield(.disconnected(reason))
        }
    }
}
