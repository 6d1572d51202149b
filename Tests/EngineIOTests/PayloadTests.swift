import EngineIO
import TestSupport
import Testing

struct PayloadTests {
    private func decode(_ text: String, maximumPackets: Int = 16) throws(PacketError) -> [Packet] {
        try Payload.decode(Array(text.utf8), maximumPackets: maximumPackets)
    }

    @Test
    func `packets stand one after the other with a record separator between them`() throws {
        let packets: [Packet] = [.text("hello"), .message(.binary([1, 2, 3, 4])), .ping([]), .text("")]
        #expect(Payload.encode(packets) == Array("4hello\u{1E}bAQIDBA==\u{1E}2\u{1E}4".utf8))
        #expect(try decode("4hello\u{1E}bAQIDBA==\u{1E}2\u{1E}4") == packets)
    }

    @Test(
        arguments: [
            ("b", []), ("bAA==", [0]), ("bZg==", [0x66]), ("bZm8=", [0x66, 0x6F]), ("bZm9v", [0x66, 0x6F, 0x6F]),
            ("b/+7/", [0xFF, 0xEE, 0xFF]), ("bAQIDBA==", [1, 2, 3, 4]),
        ] as [(String, [UInt8])]
    )
    func `base64 is read and written`(text: String, bytes: [UInt8]) throws {
        #expect(try decode(text) == [.message(.binary(bytes))])
        #expect(Payload.encode([.message(.binary(bytes))]) == Array(text.utf8))
    }

    @Test(arguments: [
        "bA", "bAA", "bAAA", "bAA=", "bA===", "b====", "b=", "bAA==AA==", "bAAA=AAAA", "bAB==", "bAAB=", "bA-_A",
        "bAA A",
        "bAAAA\n", "b€", "bAAA=\u{1E}b!",
    ])
    func `base64 that is not exactly so is refused`(text: String) {
        #expect(throws: PacketError.invalidBase64) { try decode(text) }
    }

    @Test(arguments: ["", "\u{1E}", "4a\u{1E}", "\u{1E}4a", "4a\u{1E}\u{1E}4b"])
    func `a packet without a type is refused`(text: String) {
        #expect(throws: PacketError.empty) { try decode(text) }
    }

    @Test(arguments: [
        [0x34, 0xFF], [0x34, 0xC3], [0x34, 0xC3, 0x1E, 0xA9], [0x34, 0xED, 0xA0, 0x80], [0x34, 0xC0, 0xAF],
    ])
    func `a body that is not UTF-8 is refused`(body: [UInt8]) {
        #expect(throws: PacketError.invalidUTF8) { try Payload.decode(body, maximumPackets: 16) }
    }

    @Test
    func `as many packets as allowed are read and one more is refused`() throws {
        let text = repeatElement("4a", count: 16).joined(separator: "\u{1E}")
        #expect(try decode(text).count == 16)
        #expect(throws: PacketError.tooManyPackets(limit: 16)) { try decode(text + "\u{1E}4a") }
        #expect(throws: PacketError.tooManyPackets(limit: 16)) { try decode(text + "\u{1E}") }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `random packets survive the round trip`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let packets = (0..<Int.random(in: 1...16, using: &random)).map { _ in randomPacket(&random) }
        #expect(try Payload.decode(Payload.encode(packets), maximumPackets: 16) == packets)
        for packet in packets { #expect(try Packet(frame: packet.frame) == packet) }
    }

    private func randomPacket(_ random: inout SeededGenerator) -> Packet {
        let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        let text = bytes.map { $0 & 0x7F }.filter { $0 != 0x1E }
        let choices: [Packet] = [
            .message(.binary(bytes)), .message(.text(text)), .ping(text), .pong(text), .close, .upgrade, .noop,
        ]
        return choices[Int.random(in: choices.indices, using: &random)]
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `whatever random bytes are taken for, writing it again reads the same`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let alphabet: [UInt8] = Array("0123456b=A/4".utf8) + [0x1E, 0x1E, 0xC3, 0xA9, 0x00, 0x7B]
        let body = (0..<Int.random(in: 0...12, using: &random)).map { _ in
            alphabet[Int.random(in: alphabet.indices, using: &random)]
        }
        guard let packets = try? Payload.decode(body, maximumPackets: 4) else { return }
        #expect((1...4).contains(packets.count))
        #expect(try Payload.decode(Payload.encode(packets), maximumPackets: 4) == packets)
    }
}
