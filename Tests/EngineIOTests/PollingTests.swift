import EngineIO
import Testing

struct PollingTests {
    @Test
    func `the handshake on polling offers WebSocket`() {
        var session = ServerSession(id: "abc", transport: .polling, now: start)
        let json =
            #"{"sid":"abc","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#
        #expect(session.open(now: start) == [.answer("0" + json)])
    }

    @Test
    func `the handshake on WebSocket offers nothing more`() {
        let options = SessionOptions(pingInterval: .milliseconds(300), pingTimeout: .milliseconds(200))
        var session = ServerSession(id: "abc", transport: .webSocket, options: options, now: start)
        let json = #"{"sid":"abc","upgrades":[],"pingInterval":300,"pingTimeout":200,"maxPayload":1000000}"#
        #expect(session.open(now: start) == [.frame("0" + json)])
    }

    @Test
    func `what was sent before the poll answers it at once`() {
        var session = ServerSession.opened()
        #expect(session.send("test1") == [])
        #expect(session.send(.binary([1, 2, 3, 4]), now: start) == [])
        #expect(session.send("test3") == [])
        #expect(session.poll() == [.answer("4test1\u{1E}bAQIDBA==\u{1E}4test3")])
        #expect(session.poll() == [])
    }

    @Test
    func `a held poll is answered by the next message`() {
        var session = ServerSession.opened()
        #expect(session.poll() == [])
        #expect(session.send("a") == [.answer("4a")])
        #expect(session.send("b") == [])
        #expect(session.poll() == [.answer("4b")])
    }

    @Test
    func `messages sent together travel together`() {
        var session = ServerSession.opened()
        #expect(session.poll() == [])
        #expect(
            session.send([.text("a"), .binary([0]), .text("b")], now: start) == [.answer("4a\u{1E}bAA==\u{1E}4b")]
        )
    }

    @Test
    func `a POST delivers its packets in order and is answered ok`() {
        var session = ServerSession.opened()
        let actions = session.post("4test1\u{1E}bAQIDBA==\u{1E}3\u{1E}4test3")
        #expect(
            actions == [
                .deliver(.text("test1")), .deliver(.binary([1, 2, 3, 4])), .deliver(.text("test3")), .acceptPost,
            ]
        )
        #expect(Payload.accepted == Array("ok".utf8))
    }

    @Test
    func `a response has at most sixteen packets and the next poll gets the rest`() throws {
        var session = ServerSession.opened()
        for number in 0..<40 { _ = session.send("\(number)") }
        var received: [Packet] = []
        for expected in [16, 16, 8] {
            let payload = session.poll().first?.payload
            let packets = try Payload.decode(#require(payload), maximumPackets: 16)
            #expect(packets.count == expected)
            received += packets
        }
        #expect(received == (0..<40).map { .text("\($0)") })
        #expect(session.poll() == [])
    }

    @Test
    func `a response has at most as many bytes as a payload may`() {
        var session = ServerSession.opened(options: SessionOptions(maximumPayload: 10))
        for text in ["aaa", "bbbb", "c", "ddddddddddddddd", "e"] { _ = session.send(text) }
        #expect(session.poll() == [.answer("4aaa\u{1E}4bbbb")])
        #expect(session.poll() == [.answer("4c")])
        #expect(session.poll() == [.answer("4ddddddddddddddd")])
        #expect(session.poll() == [.answer("4e")])
    }

    @Test
    func `a second poll while one is held ends both and the session`() {
        var session = ServerSession.opened()
        #expect(session.poll() == [])
        #expect(session.poll() == [.answer("1"), .closed(.overlappingRequests), .finished, .refuse(.badRequest)])
        #expect(session.poll() == [.refuse(.unknownSession)])
    }

    @Test
    func `a second POST before the first is whole ends both and the session`() {
        var session = ServerSession.opened()
        #expect(session.poll() == [])
        #expect(session.postBegan(now: start) == [])
        let second = session.postBegan(now: start)
        #expect(second == [.answer("1"), .closed(.overlappingRequests), .finished, .refuse(.badRequest)])
        #expect(session.post("4late") == [.refuse(.unknownSession)])
    }

    @Test
    func `POSTs one after the other do not overlap`() {
        var session = ServerSession.opened()
        for _ in 0..<3 {
            #expect(session.postBegan(now: start) == [])
            #expect(session.post("4a") == [.deliver(.text("a")), .acceptPost])
        }
    }

    @Test
    func `a POST that breaks off ends the session`() {
        var session = ServerSession.opened()
        #expect(session.postAborted(now: start) == [])
        #expect(session.postBegan(now: start) == [])
        #expect(session.postAborted(now: start) == [.closed(.transportClosed), .finished])
    }

    @Test
    func `an aborted poll ends the session before the next request`() {
        var session = ServerSession.opened()
        #expect(session.poll() == [])
        #expect(session.pollAborted(now: start) == [.closed(.transportClosed), .finished])
        #expect(session.poll() == [.refuse(.unknownSession)])
        #expect(session.send("a") == [])
    }

    @Test
    func `the connection of an answered poll may go away`() {
        var session = ServerSession.opened()
        #expect(session.poll() == [])
        #expect(session.send("a") == [.answer("4a")])
        #expect(session.pollAborted(now: start) == [])
        #expect(session.isOpen)
    }

    @Test
    func `a client's close ends the held poll with a noop and everything later is refused`() {
        var session = ServerSession.opened()
        #expect(session.poll() == [])
        let actions = session.post("4a\u{1E}1\u{1E}4b")
        #expect(
            actions == [.deliver(.text("a")), .acceptPost, .answer("6"), .closed(.closedByClient), .finished]
        )
        #expect(session.poll() == [.refuse(.unknownSession)])
        #expect(session.post("4c") == [.refuse(.unknownSession)])
        #expect(session.webSocketOpened(now: start) == [.refuse(.unknownSession)])
        #expect(!session.canUpgrade)
        #expect(session.nextDeadline == nil)
    }

    @Test(arguments: ["abc", "", "7", "4a\u{1E}", "4a\u{1E}x", "bAA", "4a\u{1E}b!!!!", "2", "2probe", "0{}"])
    func `a POST that makes no sense is refused and ends the session at once`(body: String) {
        var session = ServerSession.opened()
        #expect(session.poll() == [])
        #expect(session.post(body) == [.refuse(.badRequest), .answer("1"), .closed(.protocolError), .finished])
        #expect(session.poll() == [.refuse(.unknownSession)])
    }

    @Test
    func `what came before a ping from the client was delivered`() {
        var session = ServerSession.opened()
        let actions = session.post("4a\u{1E}2\u{1E}4b")
        #expect(actions == [.deliver(.text("a")), .refuse(.badRequest), .closed(.protocolError), .finished])
    }

    @Test
    func `more packets than allowed end the session with none delivered`() {
        var session = ServerSession.opened(options: SessionOptions(maximumPacketsPerPost: 3))
        #expect(session.post("4a\u{1E}4b\u{1E}4c").count == 4)
        #expect(
            session.post("4a\u{1E}4b\u{1E}4c\u{1E}4d") == [.refuse(.badRequest), .closed(.protocolError), .finished]
        )
    }

    @Test
    func `a body of exactly the maximum is taken and one byte more ends the session`() {
        var session = ServerSession.opened(options: SessionOptions(maximumPayload: 4))
        #expect(session.post("4abc") == [.deliver(.text("abc")), .acceptPost])
        #expect(session.post("4abcd") == [.refuse(.badRequest), .closed(.protocolError), .finished])
    }

    @Test(arguments: [
        "application/octet-stream", "Application/Octet-Stream", "application/octet-stream; charset=x",
        " application/octet-stream ;x",
    ])
    func `a POST of binary content is refused and ends the session`(contentType: String) {
        var session = ServerSession.opened()
        let actions = session.postReceived(Array("4a".utf8), contentType: contentType, now: start)
        #expect(actions == [.refuse(.badRequest), .closed(.protocolError), .finished])
    }

    @Test(arguments: [nil, "", "text/plain", "application/x-www-form-urlencoded", "application/octet-stream2"])
    func `any other content type will do`(contentType: String?) {
        var session = ServerSession.opened()
        let actions = session.postReceived(Array("4a".utf8), contentType: contentType, now: start)
        #expect(actions == [.deliver(.text("a")), .acceptPost])
    }

    @Test(arguments: ["5", "6", "3", "3unasked"])
    func `packets that mean nothing on polling are let pass`(body: String) {
        var session = ServerSession.opened()
        #expect(session.post(body) == [.acceptPost])
        #expect(session.isOpen)
    }
}

struct BufferTests {
    @Test
    func `more than the bound waiting for a poll ends the session`() {
        var session = ServerSession.opened(options: SessionOptions(maximumBufferedBytes: 30))
        for _ in 0..<5 { #expect(session.send("abcd") == []) }
        #expect(session.send("e") == [.closed(.slowConsumer), .finished])
        #expect(session.poll() == [.refuse(.unknownSession)])
    }

    @Test
    func `what a poll fetched no longer counts`() {
        var session = ServerSession.opened(options: SessionOptions(maximumBufferedBytes: 30))
        for _ in 0..<100 {
            #expect(session.send("0123456789012345678901234") == [])
            #expect(session.poll() == [.answer("40123456789012345678901234")])
        }
    }

    @Test
    func `a held poll takes even a message larger than the bound`() {
        var session = ServerSession.opened(options: SessionOptions(maximumBufferedBytes: 3))
        #expect(session.poll() == [])
        #expect(session.send("larger") == [.answer("4larger")])
        #expect(session.isOpen)
    }

    @Test
    func `base64 counts with what it takes on the wire`() {
        var session = ServerSession.opened(options: SessionOptions(maximumBufferedBytes: 10))
        #expect(session.send(.binary([1, 2, 3, 4]), now: start) == [])
        #expect(session.send(.text(""), now: start) == [.closed(.slowConsumer), .finished])
    }

    @Test
    func `an idle session is small`() {
        #expect(MemoryLayout<ServerSession>.size <= 320)
        #expect(MemoryLayout<Packet>.size <= 16)
    }
}
