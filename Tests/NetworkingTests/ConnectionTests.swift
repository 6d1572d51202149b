import Networking
import Testing

@EventLoop
struct ConnectionTests {
    @Test
    func `five megabytes come back as they were sent`() async throws {
        let pair = try await Pair()
        pair.server.whenReceived = { $0.send($1) }
        let bytes = pattern(5_000_000)
        try #require(pair.client.connection).send(bytes)
        await pair.client.wait { pair.client.bytes.count >= bytes.count }
        #expect(pair.client.bytes == bytes)
        #expect(pair.server.bytes == bytes)
    }

    @Test
    func `what one turn sends in many pieces arrives in order`() async throws {
        let pair = try await Pair()
        let connection = try #require(pair.client.connection)
        let bytes = pattern(1_000_000)
        var place = 0
        var number = 0
        while place < bytes.count {
            let end = min(place + number % 300, bytes.count)
            connection.send(Array(bytes[place..<end]))
            (place, number) = (end, number + 7)
        }
        #expect(connection.pendingBytes == bytes.count)
        await pair.server.wait { pair.server.bytes.count >= bytes.count }
        #expect(pair.server.bytes == bytes)
        #expect(connection.pendingBytes == 0)
    }

    @Test
    func `what is sent when everything has left goes out too`() async throws {
        let pair = try await Pair()
        // A reader in this process would wake the loop with each piece, and hide a piece that nothing else sends.
        try #require(pair.server.connection).pauseReading()
        pair.client.whenDrained = { connection in
            guard pair.client.drainedCount <= 100 else { return }
            connection.send([UInt8(pair.client.drainedCount)])
            connection.notifyWhenDrained()
        }
        let connection = try #require(pair.client.connection)
        connection.send([0])
        connection.notifyWhenDrained()
        await pair.client.wait { pair.client.drainedCount == 101 }
        #expect(pair.client.drainedCount == 101)
        try #require(pair.server.connection).resumeReading()
        await pair.server.wait { pair.server.bytes.count == 101 }
        #expect(pair.server.bytes == Array(0...100))
    }

    @Test
    func `a reader within the limit gets everything when it reads again`() async throws {
        let pair = try await Pair()
        try #require(pair.client.connection).pauseReading()
        let bytes = pattern(Connection.pendingLimit)
        try #require(pair.server.connection).send(bytes)
        await turn()
        #expect(pair.server.connection?.pendingBytes ?? 0 > 0)
        try #require(pair.client.connection).resumeReading()
        await pair.client.wait { pair.client.bytes.count >= bytes.count }
        #expect(pair.client.bytes == bytes)
    }

    @Test
    func `a reader past the limit is closed and what waited is freed`() async throws {
        let pair = try await Pair()
        let connection = try #require(pair.server.connection)
        try #require(pair.client.connection).pauseReading()
        let piece = pattern(1 << 20)
        for _ in 0..<64 { connection.send(piece) }
        await pair.server.wait { !pair.server.events.isEmpty }
        #expect(pair.server.events == [.closed(.slowReader)])
        #expect(connection.pendingBytes == 0)
        #expect(!connection.isOpen)
    }

    @Test
    func `a paused connection delivers nothing until it is resumed`() async throws {
        let pair = try await Pair()
        let other = try await Pair()
        try #require(pair.server.connection).pauseReading()
        let bytes = pattern(1000)
        pair.client.whenDrained = { _ in other.client.connection?.send([1]) }
        try #require(pair.client.connection).send(bytes)
        try #require(pair.client.connection).notifyWhenDrained()
        await other.server.wait { !other.server.bytes.isEmpty }
        #expect(other.server.bytes == [1])
        #expect(pair.server.bytes.isEmpty)
        try #require(pair.server.connection).resumeReading()
        await pair.server.wait { pair.server.bytes.count >= bytes.count }
        #expect(pair.server.bytes == bytes)
    }

    @Test
    func `posted work runs in the turn that posts it, before anything is sent`() async throws {
        let pair = try await Pair()
        var pending: [Int] = []
        pair.server.whenReceived = { connection, bytes in
            connection.send(bytes)
            EventLoop.post { pending.append(connection.pendingBytes) }
        }
        try #require(pair.client.connection).send(pattern(10))
        await pair.client.wait { pair.client.bytes.count == 10 }
        #expect(pending == [10])
    }

    /// Lets the loop send what this turn has gathered.
    private func turn() async {
        await withCheckedContinuation { continuation in
            let timer = LoopTimer { continuation.resume() }
            timer.schedule(at: EventLoop.now)
        }
    }
}
