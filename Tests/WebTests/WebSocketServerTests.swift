import TestSupport
import Testing

@Suite struct WebSocketServerTests {
    @Test func `frames sent right behind the handshake are not lost`() async throws {
        try await TestServer.run { port, _ in
            let wire = try Wire(port: port)
            let frames =
                Wire.frame(0x81, Array("one".utf8)) + Wire.frame(0x01, Array("tw".utf8))
                + Wire.frame(0x80, Array("o".utf8))
            wire.send(Array(Wire.handshake("/ws").utf8) + frames)
            #expect(try wire.answer().headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            #expect(try wire.takeText() == "one")
            #expect(try wire.takeText() == "two")
        }
    }

    @Test(
        arguments: [
            ("unmasked", [0x81, 0x01, 0x78]), ("reserved bit", Wire.frame(0xC1, [0x78])),
            ("reserved opcode", Wire.frame(0x83, [])),
            ("reserved control opcode", Wire.frame(0x8B, [])), ("fragmented ping", Wire.frame(0x09, [])),
            ("continuation of nothing", Wire.frame(0x80, [])),
        ] as [(String, [UInt8])]
    )
    func `a frame against the protocol closes with 1002`(_ name: String, _ frame: [UInt8]) async throws {
        try await TestServer.run { port, _ in
            let wire = try Wire.webSocket("/ws", port: port)
            wire.sendFrame("before")
            wire.send(frame)
            wire.sendFrame("after")
            #expect(try wire.takeText() == "before")
            #expect(try wire.takeFrame().closeCode == 1002)
            #expect(wire.isAtEnd)
        }
    }

    @Test(arguments: ["/ws", "/engine.io/?EIO=4&transport=websocket", "/socket.io/?EIO=4&transport=websocket"])
    func `a message of two megabytes closes with 1009`(_ target: String) async throws {
        try await TestServer.run { port, _ in
            let wire = try Wire.webSocket(target, port: port)
            wire.sendFrame(binary: [UInt8](repeating: 4, count: 2_000_000))
            #expect(try wire.takeCloseCode() == 1009)
        }
    }

    @Test func `a closing handshake is answered with the same code`() async throws {
        try await TestServer.run { port, _ in
            let wire = try Wire.webSocket("/ws", port: port)
            wire.send(Wire.frame(0x88, [0x0F, 0xA0]))
            #expect(try wire.takeFrame() == WireFrame(first: 0x88, payload: [0x0F, 0xA0]))
            #expect(wire.isAtEnd)
        }
    }

    @Test func `a request that is no WebSocket's is told what is missing`() async throws {
        try await TestServer.run { port, _ in
            let plain = try Wire.answer(Wire.get("/ws"), port: port)
            #expect(plain.status == 426)
            let old = try Wire.answer(Wire.handshake("/ws").replacing("Version: 13", with: "Version: 8"), port: port)
            #expect(old.headers["sec-websocket-version"] == "13")
            let keyless = try Wire.answer(Wire.handshake("/ws").replacing("Key: ", with: "Key: x"), port: port)
            #expect(keyless.status == 400)
        }
    }
}
