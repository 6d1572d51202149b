import EngineIO
import Testing

struct PacketTests {
    static let written: [(String, Packet)] = [
        ("1", .close),
        ("2", .ping([])),
        ("2probe", .ping(Array("probe".utf8))),
        ("3", .pong([])),
        ("3probe", .pong(Array("probe".utf8))),
        ("4", .text("")),
        ("4hello", .text("hello")),
        ("4€ 你好 🎨", .text("€ 你好 🎨")),
        ("44", .text("4")),
        ("4b", .text("b")),
        ("5", .upgrade),
        ("6", .noop),
    ]

    @Test(arguments: written)
    func `a packet is read from text and written back as the same text`(text: String, packet: Packet) throws {
        #expect(try Packet(frame: .text(text)) == packet)
        #expect(packet.frame == .text(text))
        #expect(Payload.encode([packet]) == Array(text.utf8))
    }

    @Test
    func `a binary message is a binary frame on WebSocket and base64 in a payload`() throws {
        let packet = Packet.message(.binary([1, 2, 3, 4]))
        #expect(packet.frame == .binary([1, 2, 3, 4]))
        #expect(try Packet(frame: .binary([1, 2, 3, 4])) == packet)
        #expect(Payload.encode([packet]) == Array("bAQIDBA==".utf8))
    }

    @Test
    func `a binary frame is a message whatever its first byte`() throws {
        #expect(try Packet(frame: .binary(Array("1".utf8))) == .message(.binary(Array("1".utf8))))
        #expect(try Packet(frame: .binary([])) == .message(.binary([])))
    }

    @Test(arguments: ["7", "9hello", "abc", "/", ":", " 4", "-1", "\u{0}", "é", "B"])
    func `an unknown type is an error that names the byte`(text: String) throws {
        let first = try #require(text.utf8.first)
        #expect(throws: PacketError.unknownType(first)) { try Packet(frame: .text(text)) }
    }

    @Test
    func `an empty text is an error`() {
        #expect(throws: PacketError.empty) { try Packet(frame: .text("")) }
    }

    @Test
    func `each type has the digit of the protocol`() {
        #expect(PacketType.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6])
        #expect(Packet.upgrade.type == .upgrade)
    }
}

struct HandshakeTests {
    static let json =
        #"{"sid":"a\"b","upgrades":["websocket"],"pingInterval":300,"pingTimeout":200,"maxPayload":1000000}"#

    @Test
    func `the open packet has exactly the five members in the reference's order`() throws {
        let handshake = Handshake(
            sid: "a\"b",
            upgrades: ["websocket"],
            pingInterval: 300,
            pingTimeout: 200,
            maxPayload: 1_000_000,
        )
        #expect(Packet.open(handshake).frame == .text("0" + HandshakeTests.json))
        #expect(try Packet(frame: .text("0" + HandshakeTests.json)) == .open(handshake))
    }

    @Test(arguments: [
        "", "{}", "[]", "null", #"{"sid":"a"}"#,
        json.replacing(#""a\"b""#, with: "7"),
        json.replacing(#""a\"b""#, with: #""""#),
        json.replacing(#"["websocket"]"#, with: #""websocket""#),
        json.replacing(":300", with: ":0"),
        json.replacing(":300", with: ":-1"),
        json.replacing(":300", with: ":9223372036854775807"),
        json.replacing(":300", with: ":1e300"),
        json.replacing(":200", with: #":"200""#),
        json.replacing(":200", with: ":86400001"),
        json.replacing(":1000000", with: ":-1"),
        json + "}",
    ])
    func `a handshake that cannot be kept is refused`(json: String) {
        #expect(throws: PacketError.invalidHandshake) { try Packet(frame: .text("0" + json)) }
    }
}
