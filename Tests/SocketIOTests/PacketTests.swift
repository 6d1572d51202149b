import JSON
import SocketIO
import Testing

/// Packets against their text on the wire, in both directions.
struct PacketTests {
    static let canonical: [(Message, Packet)] = [
        ("0", Packet(namespace: "/", content: .connect(data: nil, query: nil))),
        (#"0{"token":"123"}"#, Packet(namespace: "/", content: .connect(data: ["token": "123"], query: nil))),
        ("0/custom,", Packet(namespace: "/custom", content: .connect(data: nil, query: nil))),
        (
            #"0/progress,{"sid":"a"}"#,
            Packet(namespace: "/progress", content: .connect(data: ["sid": "a"], query: nil)),
        ),
        ("1", Packet(namespace: "/", content: .disconnect)),
        ("1/admin,", Packet(namespace: "/admin", content: .disconnect)),
        (#"2["hey",1,"2",{"3":[true]}]"#, event("hey", [1, "2", ["3": [true]]])),
        (
            #"2/progress,456["join",{"task_id":"t"}]"#,
            event("join", [["task_id": "t"]], in: "/progress", ackID: "456"),
        ),
        (#"2["é漢😀"]"#, event("é漢😀", [])),
        (#"2["message"]"#, event("message", [])),
        ("3/progress,0[]", Packet(namespace: "/progress", content: .ack(id: "0", EventData()))),
        (#"3007[{"ok":true}]"#, Packet(namespace: "/", content: .ack(id: "007", EventData([["ok": true]])))),
        (
            #"4/random,{"message":"Invalid namespace"}"#,
            Packet(namespace: "/random", content: .connectError(["message": "Invalid namespace"])),
        ),
    ]

    @Test(arguments: canonical)
    func `a packet and its text stand for each other`(text: Message, packet: Packet) throws {
        var decoder = PacketDecoder()
        #expect(try decoder.receive(text) == packet)
        #expect(PacketEncoder.encode(packet) == [text])
    }

    @Test(
        arguments: [
            ("0/progress", Packet(namespace: "/progress", content: .connect(data: nil, query: nil))),
            (
                "0/progress?token=x&y=1,",
                Packet(namespace: "/progress", content: .connect(data: nil, query: "token=x&y=1")),
            ),
            ("0/progress?", Packet(namespace: "/progress", content: .connect(data: nil, query: ""))),
            (#"2/progress?a=1,["x"]"#, event("x", [], in: "/progress")),
            ("1/progress", Packet(namespace: "/progress", content: .disconnect)),
            (#"2 [ "x" , 1 ] "#, event("x", [1])),
            ("2[7]", event("7", [])),
            ("2[1.5]", event("1.5", [])),
            ("35", Packet(namespace: "/", content: .ack(id: "5", EventData()))),
            (#"4"no""#, Packet(namespace: "/", content: .connectError("no"))),
            (#"50-["x"]"#, event("x", [])),
            (#"2["x",{"_placeholder":true,"num":7}]"#, event("x", [.placeholder(7)])),
        ] as [(Message, Packet)]
    )
    func `what the reference reads besides is read the same`(text: Message, packet: Packet) throws {
        var decoder = PacketDecoder()
        #expect(try decoder.receive(text) == packet)
    }

    @Test(
        arguments: [
            ("", .empty),
            ("abc", .unknownType(0x61)),
            ("7", .unknownType(0x37)),
            (#"["x"]"#, .unknownType(0x5B)),
            ("0[]", .unexpectedPayload),
            ("0null", .unexpectedPayload),
            (#"0/progress,"token""#, .unexpectedPayload),
            ("1{}", .unexpectedPayload),
            ("2", .missingEventName),
            ("2/progress,12", .missingEventName),
            ("2{}", .missingEventName),
            ("2[]", .missingEventName),
            ("2[null]", .missingEventName),
            (#"2[{"x":1}]"#, .missingEventName),
            ("2[NaN]", .missingEventName),
            (#"2"x""#, .missingEventName),
            (#"2["x""#, .invalidJSON(.unexpectedEnd)),
            (#"2abc["x"]"#, .invalidJSON(.unexpectedByte(0x61, at: 0))),
            (#"2-5["x"]"#, .invalidJSON(.unexpectedByte(0x5B, at: 2))),
            (#"21.5["x"]"#, .invalidJSON(.unexpectedByte(0x2E, at: 0))),
            (#"2["x"]]"#, .invalidJSON(.unexpectedByte(0x5D, at: 5))),
            ("3[]", .missingAckID),
            ("31{}", .unexpectedPayload),
            ("4[]", .unexpectedPayload),
            (#"5["x"]"#, .invalidAttachmentCount),
            (#"5-["x"]"#, .invalidAttachmentCount),
            ("51", .invalidAttachmentCount),
            (#"51.5-["x"]"#, .invalidAttachmentCount),
            (#"511-["x"]"#, .tooManyAttachments(limit: 10)),
            (#"599999999999999999999-["x"]"#, .tooManyAttachments(limit: 10)),
            ("61-[]", .missingAckID),
            ("51-/a,", .missingEventName),
        ] as [(Message, PacketError)]
    )
    func `a malformed packet is refused`(text: Message, error: PacketError) {
        var decoder = PacketDecoder()
        #expect(throws: error) { try decoder.receive(text) }
    }

    @Test(arguments: ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"])
    func `a reserved event name is refused`(name: String) {
        var decoder = PacketDecoder()
        #expect(throws: PacketError.reservedEventName(name)) {
            try decoder.receive(Message(stringLiteral: #"2/progress,["\#(name)"]"#))
        }
        #expect(throws: PacketError.reservedEventName(name)) {
            try decoder.receive(Message(stringLiteral: #"51-["\#(name)",{"_placeholder":true,"num":0}]"#))
        }
    }

    @Test func `each limit holds at its edge and not one past it`() throws {
        func receive(_ text: String) throws -> Packet? {
            var decoder = PacketDecoder()
            return try decoder.receive(Message(stringLiteral: text))
        }
        func nested(_ depth: Int) -> String {
            #"2["x","# + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth)
        }
        #expect(throws: Never.self) { try receive("0/" + String(repeating: "n", count: 2047)) }
        #expect(throws: PacketError.namespaceTooLong(limit: 2048)) {
            try receive("0/" + String(repeating: "n", count: 2048))
        }
        #expect(throws: Never.self) { try receive("2" + String(repeating: "9", count: 100) + #"["x"]"#) }
        #expect(throws: PacketError.ackIDTooLong(limit: 100)) {
            try receive("2" + String(repeating: "9", count: 101) + #"["x"]"#)
        }
        #expect(throws: Never.self) { try receive(nested(64)) }
        #expect(throws: PacketError.invalidJSON(.tooDeep(limit: 64))) { try receive(nested(65)) }
        #expect(throws: PacketError.invalidJSON(.tooDeep(limit: 64))) { try receive(nested(10_000)) }
    }

    @Test func `text that is not UTF-8 is refused`() {
        var decoder = PacketDecoder()
        #expect(throws: PacketError.invalidNamespace) { try decoder.receive(.text([0x30, 0x2F, 0xFF])) }
        #expect(throws: PacketError.invalidNamespace) { try decoder.receive(.text([0x30, 0x2F, 0x3F, 0xC0])) }
        #expect(throws: PacketError.invalidJSON(.invalidUTF8)) {
            try decoder.receive(.text([0x32, 0x5B, 0x22, 0xFF, 0x22, 0x5D]))
        }
    }

    @Test func `Python's NaN reaches the handler`() throws {
        var decoder = PacketDecoder()
        let packet = try decoder.receive(#"2["x",{"progress":NaN}]"#)
        guard case .event(_, let data, _) = packet?.content else {
            Issue.record("no event")
            return
        }
        #expect(data.args.first?["progress"]?.number?.isNaN == true)
    }

    @Test func `a shared event has the bytes that each subscriber would get`() {
        var bytes: [UInt8] = []
        PacketEncoder.writeEvent(
            namespace: "/progress",
            name: "progress",
            argument: (["task_id": "t", "progress": 50] as JSONValue).write,
            to: &bytes,
        )
        #expect(String(decoding: bytes, as: UTF8.self) == #"2/progress,["progress",{"task_id":"t","progress":50}]"#)
    }
}

func event(_ name: String, _ args: [JSONValue], in namespace: String = "/", ackID: String? = nil) -> Packet {
    Packet(namespace: namespace, content: .event(name: name, EventData(args), ackID: ackID))
}
