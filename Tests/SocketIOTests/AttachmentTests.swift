import JSON
import SocketIO
import TestSupport
import Testing

/// Packets whose bytes follow them, and noise that looks like them.
struct AttachmentTests {
    static let twoBuffers = EventData([.placeholder(0), ["deep": [.placeholder(1)]]], attachments: [[1, 2, 3], []])

    @Test(arguments: [
        Packet(namespace: "/", content: .event(name: "message", twoBuffers, ackID: nil)),
        Packet(namespace: "/progress", content: .event(name: "message", twoBuffers, ackID: "789")),
        Packet(namespace: "/progress", content: .ack(id: "789", twoBuffers)),
    ])
    func `a packet is complete with its last attachment and not before`(packet: Packet) throws {
        var decoder = PacketDecoder()
        let messages = PacketEncoder.encode(packet)
        #expect(messages.count == 3)
        #expect(try decoder.receive(messages[0]) == nil)
        #expect(try decoder.receive(messages[1]) == nil)
        #expect(try decoder.receive(messages[2]) == packet)
        #expect(try decoder.receive(#"2["next"]"#) == event("next", []))
    }

    @Test func `binary packets look as the reference writes them`() {
        let data = EventData([.placeholder(0)], attachments: [[9]])
        let question = Packet(namespace: "/ns", content: .event(name: "x", data, ackID: "12"))
        #expect(
            PacketEncoder.encode(question) == [#"51-/ns,12["x",{"_placeholder":true,"num":0}]"#, .binary([9])]
        )
        let answer = Packet(namespace: "/ns", content: .ack(id: "12", data))
        #expect(PacketEncoder.encode(answer) == [#"61-/ns,12[{"_placeholder":true,"num":0}]"#, .binary([9])])
    }

    @Test func `one buffer may stand in two places`() throws {
        var decoder = PacketDecoder()
        _ = try decoder.receive(#"51-["x",{"_placeholder":true,"num":0},{"_placeholder":true,"num":0.0}]"#)
        #expect(try decoder.receive(.binary([1])) != nil)
    }

    @Test(
        arguments: [
            (#"51-["x",{"_placeholder":true,"num":1}]"#, .invalidPlaceholder),
            (#"51-["x",{"_placeholder":true,"num":-1}]"#, .invalidPlaceholder),
            (#"51-["x",{"_placeholder":true,"num":0.5}]"#, .invalidPlaceholder),
            (#"51-["x",{"_placeholder":true,"num":1e300}]"#, .invalidPlaceholder),
            (#"51-["x",{"_placeholder":true,"num":NaN}]"#, .invalidPlaceholder),
            (#"51-["x",{"_placeholder":true,"num":"0"}]"#, .invalidPlaceholder),
            (#"51-["x",{"_placeholder":true}]"#, .invalidPlaceholder),
            (#"50-["x",{"_placeholder":true,"num":0}]"#, .invalidPlaceholder),
            (#"51-["x",[{"a":{"_placeholder":true,"num":9}}]]"#, .invalidPlaceholder),
            (#"51-["x"]"#, .unusedAttachment(0)),
            (#"51-["x",{"_placeholder":false,"num":0}]"#, .unusedAttachment(0)),
            (#"52-["x",{"_placeholder":true,"num":0}]"#, .unusedAttachment(1)),
            (#"61-5[]"#, .unusedAttachment(0)),
            (#"61-5"#, .unusedAttachment(0)),
        ] as [(Message, PacketError)]
    )
    func `a wrong placeholder is refused before its bytes come`(text: Message, error: PacketError) {
        var decoder = PacketDecoder()
        #expect(throws: error) { try decoder.receive(text) }
    }

    @Test func `text while an attachment is due is refused`() throws {
        var decoder = PacketDecoder()
        _ = try decoder.receive(#"51-["x",{"_placeholder":true,"num":0}]"#)
        #expect(throws: PacketError.textWhileAttachmentIsDue) { try decoder.receive(#"2["y"]"#) }
    }

    @Test func `bytes that nothing announced are refused`() {
        var decoder = PacketDecoder()
        #expect(throws: PacketError.unexpectedAttachment) { try decoder.receive(.binary([1])) }
    }

    @Test func `ten attachments are taken`() throws {
        var decoder = PacketDecoder()
        let data = EventData((0..<10).map(JSONValue.placeholder), attachments: Array(repeating: [7], count: 10))
        var packet: Packet?
        let sent = Packet(namespace: "/", content: .event(name: "x", data, ackID: nil))
        for message in PacketEncoder.encode(sent) { packet = try decoder.receive(message) }
        #expect(packet == sent)
    }

    @Test func `noise is refused or read but never traps`() {
        var random = SeededGenerator(seed: 20)
        let alphabet = Array(#"0123456/-,?[]{}"":.e_placeholdernumtrue\u"#.utf8) + [0, 0x1E, 0xC3, 0xFF]
        let seeds = PacketTests.canonical.compactMap { if case .text(let bytes) = $0.0 { bytes } else { nil } }
        var refused = 0
        for _ in 0..<20_000 {
            var bytes = seeds.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0...bytes.count, using: &random)
                bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: place)
                if Bool.random(using: &random) { bytes.removeSubrange(place..<min(place + 2, bytes.count)) }
            }
            var decoder = PacketDecoder()
            guard let packet = try? decoder.receive(.text(bytes)) else {
                refused += 1
                continue
            }
            var again = PacketDecoder()
            let rewritten = PacketEncoder.encode(packet)
            #expect(throws: Never.self) { for message in rewritten { _ = try again.receive(message) } }
        }
        #expect(refused > 5_000)
    }
}
