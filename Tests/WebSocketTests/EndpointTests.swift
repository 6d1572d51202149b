import TestSupport
import Testing
import WebSocket

struct EndpointTests {
    /// A client, whose peer's frames need no mask.
    private var endpoint = Endpoint(role: .client)

    /// What a server reads of these bytes.
    private func sent(_ actions: [Endpoint.Action]) -> [Decoder.Event] {
        let bytes = actions.flatMap { action -> [UInt8] in if case .send(let bytes) = action { bytes } else { [] } }
        return Reading([bytes], role: .server).events
    }

    private func withoutSends(_ actions: [Endpoint.Action]) -> [Endpoint.Action] {
        actions.filter { if case .send = $0 { false } else { true } }
    }

    @Test
    mutating func `messages are handed on in order`() {
        let bytes = frame(0x81, [UInt8]("a")) + frame(0x02, [1]) + frame(0x80, [2]) + frame(0x81)
        let all = actions(of: &endpoint, receiving: bytes)
        #expect(all == [.message(.text([UInt8]("a"))), .message(.binary([1, 2])), .message(.text([]))])
    }

    @Test(arguments: [0, 1, 125])
    mutating func `a ping is answered with its payload, inside a message too`(size: Int) {
        let payload = [UInt8](repeating: 3, count: size)
        let all = actions(of: &endpoint, receiving: frame(0x02, [1]) + frame(0x89, payload) + frame(0x80, [2]))
        #expect(sent(all) == [.pong(payload)])
        #expect(all.last == .message(.binary([1, 2])))
    }

    @Test
    mutating func `a pong needs no answer`() {
        #expect(actions(of: &endpoint, receiving: frame(0x8A, [UInt8]("unasked"))).isEmpty)
    }

    @Test(arguments: [
        ([], CloseCode.noStatus),
        ([0x03, 0xE8], .normal),
        ([0x03, 0xE9] + [UInt8]("gone"), .goingAway),
        ([0x0F, 0xA0], CloseCode(rawValue: 4000)),
    ])
    mutating func `a close frame is answered with its code, and nothing after it is read`(
        payload: [UInt8],
        code: CloseCode,
    ) {
        let after = frame(0x81, [UInt8]("late")) + frame(0x89) + frame(0x88)
        let all = actions(of: &endpoint, receiving: frame(0x88, payload) + after)
        #expect(sent(all) == [.close(code, "")])
        #expect(withoutSends(all) == [.peerClosed(code, String(decoding: payload.dropFirst(2), as: UTF8.self))])
        #expect(actions(of: &endpoint, receiving: after).isEmpty)
        #expect(endpoint.close(.normal) == nil)
    }

    @Test
    mutating func `a violation is answered with its code, and nothing after it is read`() throws {
        let all = actions(of: &endpoint, receiving: frame(0x81, [UInt8]("a")) + frame(0x83) + frame(0x89))
        #expect(all.first == .message(.text([UInt8]("a"))))
        guard case .failed(let violation) = try #require(all.last) else {
            Issue.record("the violation was not reported last")
            return
        }
        #expect(violation.code == .protocolError)
        #expect(sent(all) == [.close(.protocolError, violation.reason)])
        #expect(actions(of: &endpoint, receiving: frame(0x81, [UInt8]("late"))).isEmpty)
        #expect(endpoint.close(.normal) == nil)
    }

    @Test
    mutating func `after closing, only the peer's close frame is looked at`() throws {
        let close = endpoint.close(.goingAway, "maintenance")
        #expect(Reading([try #require(close)], role: .server).events == [.close(.goingAway, "maintenance")])
        #expect(endpoint.close(.normal) == nil)
        let crossing = frame(0x81, [UInt8]("late")) + frame(0x89) + frame(0x8A)
        #expect(actions(of: &endpoint, receiving: crossing).isEmpty)
        let all = actions(of: &endpoint, receiving: frame(0x88, [0x03, 0xE9]) + frame(0x89))
        #expect(all == [.peerClosed(.goingAway, "")])
        #expect(actions(of: &endpoint, receiving: frame(0x88)).isEmpty)
    }

    @Test
    mutating func `a violation after closing is answered no more`() {
        _ = endpoint.close(.normal)
        let all = actions(of: &endpoint, receiving: frame(0x83))
        #expect(all.count == 1)
        #expect(sent(all).isEmpty)
    }

    @Test
    func `both sides may close at once`() throws {
        var server = Endpoint(role: .server)
        var client = Endpoint(role: .client)
        let fromServer = server.close(.goingAway)
        let fromClient = client.close(.normal)
        #expect(actions(of: &server, receiving: try #require(fromClient)) == [.peerClosed(.normal, "")])
        #expect(actions(of: &client, receiving: try #require(fromServer)) == [.peerClosed(.goingAway, "")])
    }

    @Test(arguments: [0, 1, 125, 126, 127, 65535, 65536])
    func `messages of every size go both ways`(size: Int) throws {
        var server = Endpoint(role: .server)
        var client = Endpoint(role: .client)
        var generator = SeededGenerator(seed: UInt64(size))
        let binary = Message.binary(generator.bytes(size))
        let text = Message.text([UInt8](repeating: 0x61, count: size))
        for message in [binary, text] {
            #expect(actions(of: &server, receiving: client.frame(for: message)) == [.message(message)])
            #expect(actions(of: &client, receiving: server.frame(for: message)) == [.message(message)])
        }
        let masked = client.frame(for: binary)
        for cut in [1, 2, 5, 7, size / 2, size].filter({ $0 < masked.count }) {
            #expect(actions(of: &server, receiving: Array(masked[..<cut])).isEmpty)
            #expect(actions(of: &server, receiving: Array(masked[cut...])) == [.message(binary)])
        }
    }

    @Test
    func `a client masks every frame with a key of its own`() {
        let client = Endpoint(role: .client)
        let frames = Set((0..<10).map { _ in client.frame(for: .text([UInt8]("the same"))) })
        #expect(frames.count == 10)
        #expect(frames.allSatisfy { $0[1] & 0x80 != 0 })
    }
}

struct EncoderTests {
    @Test(arguments: [
        (0, 2), (125, 2), (126, 4), (65535, 4), (65536, 10),
    ])
    func `a length is written in its shortest form`(size: Int, headerSize: Int) {
        let payload = [UInt8](repeating: 1, count: size)
        #expect(Encoder.frame(.binary, payload) == frame(0x82, payload))
        #expect(Encoder.frame(.binary, payload).count == headerSize + size)
        #expect(Encoder.frame(.text, payload, maskingKey: 0x0102_0304) == frame(0x81, payload, key: [1, 2, 3, 4]))
    }

    @Test(arguments: [
        String(repeating: "a", count: 200), String(repeating: "\u{e9}", count: 62),
        String(repeating: "\u{1f3a8}", count: 31),
        "a" + String(repeating: "\u{301}", count: 100),
    ])
    func `a long reason is cut between characters`(reason: String) throws {
        let reading = Reading([Encoder.close(.normal, reason)])
        guard case .close(.normal, let read) = try #require(reading.events.first) else {
            Issue.record("no close frame was read")
            return
        }
        #expect(reason.hasPrefix(read))
        #expect(read.utf8.count <= 123)
    }

    @Test(arguments: [CloseCode.noStatus, .abnormal])
    func `a code that may not be sent leaves the frame empty`(code: CloseCode) {
        #expect(Encoder.close(code, "reason") == [0x88, 0])
    }
}
