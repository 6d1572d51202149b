import JSON
import SocketIO
import Testing

/// Transcripts of what servers say, and both sides talking to each other.
struct ClientConnectionTests {
    func joined() -> ClientConnection {
        var client = ClientConnection()
        _ = client.connect(namespace: "/progress")
        _ = client.receive(#"0/progress,{"sid":"abc"}"#)
        return client
    }

    @Test func `a client joins with its token`() {
        var client = ClientConnection()
        #expect(client.connect(namespace: "/progress", auth: ["token": "t"]) == [#"0/progress,{"token":"t"}"#])
        #expect(client.connect(namespace: "/progress").isEmpty)
        #expect(client.event(namespace: "/progress", name: "early", data: EventData()).isEmpty)
        #expect(client.receive(#"0/progress,{"sid":"abc"}"#) == [.connected(namespace: "/progress", sid: "abc")])
        #expect(
            client.event(namespace: "/progress", name: "x", data: EventData([1]), ackID: "3") == [
                #"2/progress,3["x",1]"#
            ]
        )
    }

    @Test(
        arguments: [
            (#"4/progress,{"message":"No","data":{"code":7}}"#, "No", ["code": 7]),
            (#"4/progress,"No""#, "No", nil),
            ("4/progress,", "The server refused the connection", nil),
        ] as [(Message, String, JSONValue?)]
    )
    func `a refusal is reported and the client may ask again`(text: Message, message: String, data: JSONValue?) {
        var client = ClientConnection()
        _ = client.connect(namespace: "/progress")
        #expect(client.receive(text) == [.refused(namespace: "/progress", message: message, data: data)])
        #expect(client.connect(namespace: "/progress") == ["0/progress,"])
    }

    @Test func `events and acks are handed on`() {
        var client = joined()
        #expect(
            client.receive(#"2/progress,9["cancel",{}]"#)
                == [.event(namespace: "/progress", name: "cancel", EventData([[:]]), ackID: "9")]
        )
        #expect(client.ack(namespace: "/progress", id: "9", data: EventData()) == ["3/progress,9[]"])
        #expect(client.receive("3/progress,3[true]") == [.ack(namespace: "/progress", id: "3", EventData([true]))])
    }

    @Test func `the server may put the client out`() {
        var client = joined()
        #expect(client.receive("1/progress") == [.disconnected(namespace: "/progress")])
        #expect(client.event(namespace: "/progress", name: "x", data: EventData()).isEmpty)
    }

    @Test func `what crosses the client's own leave is passed over`() {
        var client = joined()
        #expect(client.disconnect(namespace: "/progress") == ["1/progress,"])
        #expect(client.receive(#"2/progress,["late"]"#).isEmpty)
        #expect(client.receive("1/progress").isEmpty)
        #expect(client.connect(namespace: "/progress") == ["0/progress,"])
    }

    @Test(
        arguments: [
            ("0/progress,", .missingSessionID),
            (#"0/progress,{"sid":1}"#, .missingSessionID),
            ("9", .invalidPacket(.unknownType(0x39))),
        ] as [(Message, ConnectionError)]
    )
    func `a server that cannot be understood ends the connection`(text: Message, error: ConnectionError) {
        var client = ClientConnection()
        _ = client.connect(namespace: "/progress")
        #expect(client.receive(text) == [.protocolError(error)])
        #expect(client.receive(#"0/progress,{"sid":"abc"}"#).isEmpty)
        #expect(!client.isJoined("/progress"))
    }

    @Test func `a question goes to the server and its answer comes back`() {
        var client = ClientConnection()
        var server = ServerConnection(now: .zero)
        for message in client.connect(namespace: "/progress") { _ = server.receive(message) }
        for case .send(let messages) in server.accept(namespace: "/progress", sid: "s") {
            #expect(messages.flatMap { client.receive($0) } == [.connected(namespace: "/progress", sid: "s")])
        }
        let data = EventData([["file": .placeholder(0)], "é😀\u{0}"], attachments: [[0, 255]])
        let question = client.event(namespace: "/progress", name: "put", data: data, ackID: "1")
        #expect(
            question.flatMap { server.receive($0) }
                == [.event(namespace: "/progress", name: "put", data, ackID: "1")]
        )
        let answer = server.ack(namespace: "/progress", id: "1", data: data)
        #expect(answer.flatMap { client.receive($0) } == [.ack(namespace: "/progress", id: "1", data)])
    }
}
