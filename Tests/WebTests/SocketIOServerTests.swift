import TestSupport
import Testing

@Suite struct SocketIOServerTests {
    @Test func `each namespace has its own sid and greets with the auth it was given`() async throws {
        try await TestServer.run { port, _ in
            let wire = try Wire.webSocket("/socket.io/?EIO=4&transport=websocket", port: port)
            let opening = try wire.takeText()
            wire.sendFrame("40")
            let main = try wire.takeText()
            #expect(try wire.takeText() == #"42["hello",null]"#)
            wire.sendFrame(#"40/custom?token=1,{"user":"me"}"#)
            let custom = try wire.takeText()
            #expect(try wire.takeText() == #"42/custom,["hello",{"user":"me"}]"#)
            let ids = try [(opening, "0"), (main, "40"), (custom, "40/custom,")].map { text, prefix in
                try #require(text.hasPrefix(prefix + #"{"sid":""#))
                return text.dropFirst(prefix.count + 8).prefix(20)
            }
            #expect(Set(ids).count == 3)
            wire.sendFrame("40/unknown")
            #expect(try wire.takeText() == #"44/unknown,{"message":"Invalid namespace"}"#)
            wire.sendFrame(#"42/custom,["say",1]"#)
            #expect(try wire.takeText() == #"42/custom,["back",1]"#)
        }
    }

    @Test func `DISCONNECT and CONNECT in one payload are applied in order`() async throws {
        try await TestServer.run { port, _ in
            let session = try PollingSession(port: port, path: "/socket.io/")
            #expect(try session.post("40/custom").body == "ok")
            let first = try session.poll().body
            #expect(try session.post("41/custom\u{1E}40/custom").body == "ok")
            let second = try session.poll().body
            for joined in [first, second] {
                #expect(joined.hasPrefix("40/custom,{"))
                #expect(joined.hasSuffix("\u{1E}" + #"42/custom,["hello",null]"#))
            }
            #expect(first != second)
        }
    }

    @Test func `what one turn sends travels in polls of at most 16 packets`() async throws {
        try await TestServer.run { port, _ in
            let session = try PollingSession(port: port, path: "/socket.io/")
            #expect(try session.post("40").body == "ok")
            _ = try session.poll()
            let events = (0..<20).map { "42[\"say\",\($0)]" }.joined(separator: "\u{1E}")
            #expect(try session.post(events).body == "ok")
            let polls = try [session.poll(), session.poll()].map { $0.body.split(separator: "\u{1E}") }
            #expect(polls.map(\.count) == [16, 4])
            #expect(polls.joined().map(String.init) == (0..<20).map { "42[\"back\",\($0)]" })
        }
    }

    @Test func `binary parts and ack ids come back as they were sent`() async throws {
        try await TestServer.run { port, _ in
            let wire = try Wire.joined(port: port)
            wire.sendFrame(#"451-0012["say",{"_placeholder":true,"num":0}]"#)
            wire.sendFrame(binary: [1, 2, 3])
            #expect(try wire.takeText() == #"461-0012[{"_placeholder":true,"num":0}]"#)
            #expect(try wire.takeFrame() == WireFrame(first: 0x82, payload: [1, 2, 3]))
        }
    }

    @Test(arguments: [
        "4", "49", "4abc", "42{}", "42[]", "42[", #"42abc["say"]"#, #"42["connect"]"#, #"42["disconnecting"]"#,
        #"42["newListener"]"#, #"42/custom,["say"]"#, "40", #"44{"message":"no"}"#,
        #"451-["say",{"_placeholder":true,"num":1}]"#,
    ])
    func `a packet against the protocol closes the connection at once`(_ packet: String) async throws {
        try await TestServer.run { port, _ in
            let wire = try Wire.joined(port: port)
            wire.sendFrame(packet)
            if packet.hasPrefix("45") { wire.sendFrame(binary: [1]) }
            #expect(try wire.takeFrame().closeCode == 1000)
            #expect(wire.isAtEnd)
        }
    }

    @Test func `a text where an attachment is due closes the connection`() async throws {
        try await TestServer.run { port, _ in
            let wire = try Wire.joined(port: port)
            wire.sendFrame(#"451-["say",{"_placeholder":true,"num":0}]"#)
            wire.sendFrame(#"42["say",1]"#)
            #expect(try wire.takeFrame().closeCode == 1000)
        }
    }

    @Test func `an event before CONNECT closes the connection`() async throws {
        try await TestServer.run { port, _ in
            let session = try PollingSession(port: port, path: "/socket.io/")
            _ = try session.post(#"42["say",1]"#)
            #expect(try session.poll().body == "1")
            #expect(try session.poll().status == 400)
        }
    }

    @Test func `a client put out of a namespace is told, and may come again`() async throws {
        try await TestServer.run { port, _ in
            let wire = try Wire.joined(port: port)
            wire.sendFrame(#"42["leave"]"#)
            #expect(try wire.takeText() == "41")
            wire.sendFrame("40")
            #expect(try wire.takeText().hasPrefix("40{"))
        }
    }

    @Test func `a server that goes away closes its WebSockets in good order`() async throws {
        try await TestServer.run { port, server in
            let wire = try Wire.joined(port: port)
            let session = try PollingSession(port: port, path: "/socket.io/")
            let held = try session.hold()
            #expect(try session.post("40").body == "ok")
            _ = try held.answer()
            let last = try session.hold()
            wire.sendFrame(#"42["say","now"]"#)
            #expect(try wire.takeText() == #"42["back","now"]"#)
            await server.stop()
            #expect(try wire.takeFrame().closeCode == 1000)
            #expect(try last.answer().body == "1")
        }
    }
}

extension Wire {
    /// A WebSocket client in the main namespace that has been greeted.
    fileprivate static func joined(port: UInt16) throws -> Wire {
        let wire = try Wire.webSocket("/socket.io/?EIO=4&transport=websocket", port: port)
        _ = try wire.takeText()
        wire.sendFrame("40")
        _ = try wire.takeText()
        _ = try wire.takeText()
        return wire
    }
}
