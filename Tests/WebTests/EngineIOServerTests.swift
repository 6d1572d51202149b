import EngineIO
import TestSupport
import Testing

@Suite struct EngineIOServerTests {
    @Test(arguments: [
        (Wire.get("/engine.io/?EIO=4"), 0), (Wire.get("/engine.io/?EIO=4&transport=pigeon"), 0),
        (Wire.get("/engine.io/?EIO=4&transport=polling&sid=nobody"), 1),
        (Wire.post("/engine.io/?EIO=4&transport=polling", ""), 2),
        (Wire.get("/engine.io/?EIO=4&transport=websocket"), 3), (Wire.get("/engine.io/?EIO=3&transport=polling"), 5),
        (Wire.get("/engine.io/?transport=polling"), 5), (Wire.handshake("/engine.io/?EIO=3&transport=websocket"), 5),
        (Wire.handshake("/engine.io/?EIO=4&transport=websocket&sid=nobody"), 1),
    ])
    func `a request that begins no session is a 400 with a code`(_ request: String, _ code: Int) async throws {
        try await TestServer.run { port, _ in
            let answer = try Wire.answer(request, port: port)
            #expect(answer.status == 400)
            #expect(answer.body.hasPrefix("{\"code\":\(code),\"message\":"))
        }
    }

    @Test func `text and binary come back through a poll`() async throws {
        try await TestServer.run { port, _ in
            let session = try PollingSession(port: port)
            #expect(try session.post("4hello\u{1E}bAQID").body == "ok")
            #expect(try session.poll().body == "4hello\u{1E}bAQID")
        }
    }

    @Test func `a second GET ends both and the session`() async throws {
        try await TestServer.run { port, _ in
            let session = try PollingSession(port: port)
            let held = try session.hold()
            #expect(try session.poll().status == 400)
            #expect(try held.answer().body == "1")
            #expect(try session.poll().status == 400)
        }
    }

    @Test func `POSTs that overlap end both and the session`() async throws {
        try await TestServer.run { port, _ in
            let session = try PollingSession(port: port)
            let held = try session.hold()
            let slow = try Wire(port: port)
            slow.send(
                "POST \(session.target) HTTP/1.1\r\nHost: test\r\nContent-Length: 6\r\nExpect: 100-continue\r\n\r\n"
            )
            let interim = try slow.answer()
            #expect(interim.status == 100)
            #expect(try session.post("4quick").status == 400)
            #expect(try held.answer().body == "1")
            slow.send("4later")
            #expect(try slow.answer().status == 400)
        }
    }

    @Test func `a GET that the client gives up closes the session`() async throws {
        try await TestServer.run { port, _ in
            let session = try PollingSession(port: port)
            do {
                let held = try session.hold()
                #expect(try Wire.answer(Wire.get("/echo"), port: port).status == 200)
                withExtendedLifetime(held) {}
            }
            #expect(try session.post("4hello").status == 400)
        }
    }

    @Test func `a POST that the client gives up closes the session`() async throws {
        try await TestServer.run { port, _ in
            let session = try PollingSession(port: port)
            let held = try session.hold()
            do {
                try Wire(port: port).send("POST \(session.target) HTTP/1.1\r\nHost: test\r\nContent-Length: 6\r\n\r\n4")
            }
            #expect(try held.answer().body == "1")
        }
    }

    @Test func `a client's close ends the held GET with a noop`() async throws {
        try await TestServer.run { port, _ in
            let session = try PollingSession(port: port)
            let held = try session.hold()
            #expect(try session.post("1").body == "ok")
            #expect(try held.answer().body == "6")
            #expect(try session.poll().status == 400)
        }
    }

    @Test(arguments: ["9", "4hello\u{1E}", "bA", "2"])
    func `a payload against the protocol closes the session`(_ payload: String) async throws {
        try await TestServer.run { port, _ in
            let session = try PollingSession(port: port)
            #expect(try session.post(payload).status == 400)
            #expect(try session.poll().status == 400)
        }
    }

    @Test func `a client that does not answer pings is dead in time, without a request`() async throws {
        try await TestServer.run(EngineIOServerTests.hasty) { port, _ in
            let session = try PollingSession(port: port)
            #expect(try session.poll().body == "2")
            #expect(try session.poll().body == "1")
            #expect(try session.poll().status == 400)
            let webSocket = try Wire.webSocket("/engine.io/?EIO=4&transport=websocket", port: port)
            #expect(try webSocket.takeText().hasPrefix("0{"))
            #expect(try webSocket.takeText() == "2")
            #expect(try webSocket.takeFrame().closeCode == 1000)
        }
    }

    @Test func `a client that answers pings stays`() async throws {
        // The time to answer is long: it is not what is tested, and a busy machine may take its own.
        let options = SessionOptions(pingInterval: .milliseconds(100), pingTimeout: .seconds(30))
        try await TestServer.run(options) { port, _ in
            let session = try PollingSession(port: port)
            for _ in 0..<3 {
                #expect(try session.poll().body == "2")
                #expect(try session.post("3").body == "ok")
            }
        }
    }

    private static let hasty = SessionOptions(pingInterval: .milliseconds(100), pingTimeout: .milliseconds(400))
}
