import Glibc
import Networking
import Testing

@EventLoop
struct ClosingTests {
    @Test
    func `finishing delivers everything first, then both sides close once`() async throws {
        let pair = try await Pair()
        let connection = try #require(pair.server.connection)
        let bytes = pattern(5_000_000)
        connection.send(bytes)
        connection.finish()
        connection.send([0])
        connection.finish()
        #expect(!connection.isOpen)
        await pair.client.wait { !pair.client.events.isEmpty }
        #expect(pair.client.bytes == bytes)
        #expect(pair.client.events == [.end])
        try #require(pair.client.connection).finish()
        await pair.server.wait { !pair.server.events.isEmpty }
        await pair.client.wait { pair.client.events.count == 2 }
        #expect(pair.server.events == [.closed(.finished)])
        #expect(pair.client.events == [.end, .closed(.finished)])
    }

    @Test
    func `finishing does not wait for ever on a peer that stopped reading`() async throws {
        let pair = try await Pair()
        let connection = try #require(pair.server.connection)
        try #require(pair.client.connection).pauseReading()
        connection.send(pattern(Connection.pendingLimit))
        connection.finish()
        await pair.server.wait { !pair.server.events.isEmpty }
        #expect(pair.server.events == [.closed(.slowReader)])
        #expect(connection.pendingBytes == 0)
    }

    @Test
    func `a peer that has ended its side still gets an answer`() async throws {
        let pair = try await Pair()
        try #require(pair.client.connection).send([1, 2, 3])
        try #require(pair.client.connection).finish()
        await pair.server.wait { !pair.server.events.isEmpty }
        #expect(pair.server.bytes == [1, 2, 3])
        #expect(pair.server.events == [.end])
        let connection = try #require(pair.server.connection)
        #expect(connection.isOpen)
        connection.finish()
        await pair.server.wait { pair.server.events.count == 2 }
        await pair.client.wait { !pair.client.events.isEmpty }
        #expect(pair.server.events == [.end, .closed(.finished)])
        #expect(pair.client.events == [.closed(.finished)])
    }

    @Test
    func `aborting closes at once and loses what waits`() async throws {
        let pair = try await Pair()
        let connection = try #require(pair.client.connection)
        connection.send([1])
        connection.abort()
        #expect(pair.client.events == [.closed(.aborted)])
        #expect(connection.pendingBytes == 0)
        connection.send([2])
        connection.finish()
        connection.abort()
        connection.pauseReading()
        connection.resumeReading()
        await pair.server.wait { !pair.server.events.isEmpty }
        #expect(pair.server.bytes.isEmpty)
        #expect(pair.server.events == [.end])
        #expect(pair.client.events == [.closed(.aborted)])
    }

    @Test
    func `sending to a peer that is gone closes the connection`() async throws {
        let pair = try await Pair()
        try #require(pair.client.connection).abort()
        await pair.server.wait { !pair.server.events.isEmpty }
        try #require(pair.server.connection).send([1])
        await pair.server.wait { pair.server.events.count == 2 }
        #expect(pair.server.events == [.end, .closed(.peer)])
    }

    @Test
    func `a connection may be aborted while it delivers`() async throws {
        let pair = try await Pair()
        pair.server.whenReceived = { connection, _ in connection.abort() }
        try #require(pair.client.connection).send(pattern(200_000))
        await pair.client.wait { !pair.client.events.isEmpty }
        #expect(pair.server.events == [.closed(.aborted)])
        #expect(pair.server.bytes.count < 200_000)
    }

    @Test
    func `a reset closes the connection once`() async throws {
        let server = Recorder()
        let listener = try Listener(host: "127.0.0.1", port: 0) { server.attach(to: $0) }
        let peer = RawPeer(port: listener.address.port)
        await server.wait { server.connection != nil }
        listener.stop()
        peer.reset()
        await server.wait { !server.events.isEmpty }
        #expect(server.events == [.closed(.peer)])
    }

    @Test
    func `a reset after the end closes the connection once`() async throws {
        let server = Recorder()
        let listener = try Listener(host: "127.0.0.1", port: 0) { server.attach(to: $0) }
        let peer = RawPeer(port: listener.address.port)
        await server.wait { server.connection != nil }
        listener.stop()
        peer.end()
        await server.wait { !server.events.isEmpty }
        peer.reset()
        await server.wait { server.events.count > 1 }
        #expect(server.events == [.end, .closed(.peer)])
    }

    @Test
    func `a closed connection and its delegate let go of each other`() async throws {
        weak var recorder: Recorder?
        weak var connection: Connection?
        do {
            let pair = try await Pair()
            recorder = pair.client
            connection = pair.client.connection
            try #require(pair.client.connection).abort()
        }
        await Task.yield()
        #expect(recorder == nil)
        #expect(connection == nil)
    }
}

/// A client of the kernel's own calls, for what a well-behaved connection never does.
private struct RawPeer {
    private let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)

    /// Connects to the loopback address.
    init(port: UInt16) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        let answer = unsafe withUnsafePointer(to: address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        #expect(answer == 0)
    }

    /// Sends no more.
    func end() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Closes with a reset, as a crashed program does.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        close(descriptor)
    }
}
