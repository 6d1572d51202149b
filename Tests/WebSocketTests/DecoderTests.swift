import TestSupport
import Testing
import WebSocket

struct DecoderTests {
    /// The examples of RFC 6455 section 5.7.
    static let examples: [([UInt8], Role, [Decoder.Event])] = [
        ([0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F], .client, [.text([UInt8]("Hello"))]),
        (
            [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58], .server,
            [.text([UInt8]("Hello"))],
        ),
        ([0x01, 0x03, 0x48, 0x65, 0x6C, 0x80, 0x02, 0x6C, 0x6F], .client, [.text([UInt8]("Hello"))]),
        ([0x89, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F], .client, [.ping([UInt8]("Hello"))]),
        (
            [0x8A, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58], .server,
            [.pong([UInt8]("Hello"))],
        ),
        (
            [0x82, 0x7E, 0x01, 0x00] + [UInt8](repeating: 7, count: 256), .client,
            [.binary(.init(repeating: 7, count: 256))],
        ),
        (
            [0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0] + [UInt8](repeating: 7, count: 65536), .client,
            [.binary(.init(repeating: 7, count: 65536))],
        ),
    ]

    @Test(arguments: examples)
    func `the RFC's examples are read as it says`(bytes: [UInt8], role: Role, events: [Decoder.Event]) {
        let reading = Reading([bytes], role: role)
        #expect(reading.events == events)
        #expect(reading.violation == nil)
    }

    private static let key: [UInt8] = [0x12, 0xFE, 0x00, 0x9A]

    /// Every kind of frame, with control frames between the fragments of messages.
    static let transcript: [UInt8] = [
        frame(0x81, [UInt8]("h\u{e9}llo"), key: key),
        frame(0x81, key: key),
        frame(0x02, [1, 2, 3], key: key),
        frame(0x89, [UInt8]("are you there"), key: key),
        frame(0x00, key: key),
        frame(0x00, [4, 5], key: key),
        frame(0x8A, key: key),
        frame(0x80, [6], key: key),
        frame(0x01, [0xE2, 0x82], key: key),
        frame(0x89, key: key),
        frame(0x80, [0xAC], key: key),
        frame(0x82, [UInt8](repeating: 9, count: 130), key: key),
        frame(0x88, [0x03, 0xE8] + [UInt8]("bye"), key: key),
    ].flatMap { $0 }

    @Test
    func `a transcript is the same however its bytes are cut`() {
        let events: [Decoder.Event] = [
            .text([UInt8]("h\u{e9}llo")), .text([]), .ping([UInt8]("are you there")), .pong([]),
            .binary([1, 2, 3, 4, 5, 6]),
            .ping([]), .text([UInt8]("\u{20ac}")), .binary(.init(repeating: 9, count: 130)), .close(.normal, "bye"),
        ]
        for pieces in DecoderTests.transcript.everyCut {
            let reading = Reading(pieces, role: .server)
            #expect(reading.events == events)
            #expect(reading.violation == nil)
        }
    }

    @Test(arguments: [
        ([], CloseCode.noStatus, ""),
        ([0x03, 0xE8], .normal, ""),
        ([0x03, 0xF3] + [UInt8]("full"), .internalError, "full"),
        ([0x03, 0xE8] + [UInt8](repeating: 0x61, count: 123), .normal, String(repeating: "a", count: 123)),
    ])
    func `a close frame tells its code and reason`(payload: [UInt8], code: CloseCode, reason: String) {
        #expect(Reading([frame(0x88, payload)]).events == [.close(code, reason)])
    }

    @Test(arguments: [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999])
    func `a code that may be sent is taken`(code: Int) {
        let reading = Reading([frame(0x88, bigEndian(code, bytes: 2))])
        #expect(reading.events == [.close(CloseCode(rawValue: UInt16(code)), "")])
    }
}

struct ViolationTests {
    struct Sample: Sendable {
        let name: String
        let bytes: [UInt8]
        let code: CloseCode

        init(_ name: String, _ bytes: [UInt8], _ code: CloseCode = .protocolError) {
            self.name = name
            self.bytes = bytes
            self.code = code
        }
    }

    /// What Autobahn's cases 2 to 7 send wrong, as a client receives it.
    static let samples: [Sample] =
        [0x40, 0x20, 0x10, 0x70].map { Sample("reserved bit \($0)", frame(0x81 | $0)) }
        + (Array(0x3...0x7) + Array(0xB...0xF)).map { Sample("reserved opcode \($0)", frame(0x80 | $0)) }
        + [0x08, 0x09, 0x0A].map { Sample("fragmented control frame \($0)", frame($0)) }
        + [0x88, 0x89, 0x8A].map { Sample("long control frame \($0)", frame($0, [UInt8](repeating: 0, count: 126))) }
        + [
            Sample("final continuation of nothing", frame(0x80)),
            Sample("continuation of nothing", frame(0x00)),
            Sample("continuation after an end", frame(0x01) + frame(0x80) + frame(0x80)),
            Sample("text inside a message", frame(0x01) + frame(0x81)),
            Sample("binary inside a message", frame(0x01) + frame(0x02)),
            Sample("125 in two bytes", [0x82, 126, 0, 125]),
            Sample("0 in two bytes", [0x82, 126, 0, 0]),
            Sample("65535 in eight bytes", [0x82, 127, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
            Sample("highest bit of a length", [0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0]),
            Sample("all bits of a length", [0x82, 127] + [UInt8](repeating: 0xFF, count: 8)),
            Sample("masked frame from a server", frame(0x81, [UInt8]("a"), key: [1, 2, 3, 4])),
            Sample("close of one byte", frame(0x88, [0x03])),
            Sample("reason that is not UTF-8", frame(0x88, [0x03, 0xE8, 0xC3, 0x28]), .invalidPayload),
            Sample("reason cut inside a character", frame(0x88, [0x03, 0xE8, 0xE2, 0x82]), .invalidPayload),
        ]
        + [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535].map {
            Sample("close code \($0)", frame(0x88, bigEndian($0, bytes: 2)))
        }

    @Test(arguments: samples)
    func `a violation fails the connection with its code, however it is cut`(sample: Sample) {
        for pieces in (frame(0x89) + sample.bytes).everyCut {
            let reading = Reading(pieces)
            #expect(reading.violation?.code == sample.code)
            #expect(reading.events.first == .ping([]))
            #expect(reading.violation?.reason.isEmpty == false)
        }
    }

    @Test
    func `a client must mask`() {
        #expect(Reading([frame(0x81, [UInt8]("a"))], role: .server).violation?.code == .protocolError)
        #expect(
            Reading([frame(0x81, [UInt8]("a"), key: [0, 0, 0, 0])], role: .server).events == [.text([UInt8]("a"))]
        )
    }

    @Test(arguments: [[0x91], [0x83], [0x08]] as [[UInt8]])
    func `a wrong first byte is told once the second has come`(first: [UInt8]) {
        #expect(Reading([first]).violation == nil)
        #expect(Reading([first + [127]]).violation?.code == .protocolError)
    }

    @Test
    func `a message past the limit is refused by its header`() {
        let limits = MessageLimits(bytes: 1000, fragments: 10)
        let over = [0x82, 126] + bigEndian(1001, bytes: 2)
        #expect(Reading([over], limits: limits).violation?.code == .messageTooBig)
        let huge: [UInt8] = [0x82, 127, 0x7F] + [UInt8](repeating: 0xFF, count: 7)
        #expect(Reading([huge], limits: limits).violation?.code == .messageTooBig)
        let begun = frame(0x02, [UInt8](repeating: 0, count: 900))
        #expect(Reading([begun, [0x80, 101]], limits: limits).violation?.code == .messageTooBig)
        #expect(Reading([begun, frame(0x80, [UInt8](repeating: 0, count: 100))], limits: limits).events.count == 1)
        let full = frame(0x82, [UInt8](repeating: 0, count: 1000))
        #expect(Reading([full, full, full], limits: limits).events.count == 3)
    }

    @Test
    func `a control frame may come inside a message that fills the limit`() {
        let limits = MessageLimits(bytes: 100, fragments: 2)
        let bytes = frame(0x02, [UInt8](repeating: 0, count: 100)) + frame(0x89, [UInt8]("ping")) + frame(0x80)
        #expect(Reading([bytes], limits: limits).events.count == 2)
    }

    @Test
    func `a message in too many fragments is refused`() {
        let limits = MessageLimits(bytes: 1000, fragments: 10)
        let nine = frame(0x01) + (1..<9).flatMap { _ in frame(0x00) }
        #expect(Reading([nine + frame(0x80)], limits: limits).events == [.text([])])
        #expect(Reading([nine + frame(0x00) + frame(0x80)], limits: limits).violation?.code == .policyViolation)
    }
}
