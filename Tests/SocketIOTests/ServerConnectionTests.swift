import JSON
import SocketIO
import Testing

/// Transcripts of what clients say and what the server makes of it.
struct ServerConnectionTests {
    let start = Duration.zero

    func connection(joined namespaces: String...) -> ServerConnection {
        var connection = ServerConnection(now: start)
        for namespace in namespaces {
            _ = connection.receive(Message(stringLiteral: "0" + (namespace == "/" ? "" : namespace)))
            _ = connection.accept(namespace: namespace, sid: "sid-of-\(namespace)")
        }
        return connection
    }

    @Test(
        arguments: [
            ("0/progress", nil, nil),
            ("0/progress,", nil, nil),
            (#"0/progress,{"token":"t"}"#, ["token": "t"], nil),
            ("0/progress,{}", [:], nil),
            (#"0/progress?v=1,{"token":"t"}"#, ["token": "t"], "v=1"),
        ] as [(Message, JSONValue?, String?)]
    )
    func `a client asks to join in any form the stock clients use`(text: Message, auth: JSONValue?, query: String?) {
        var connection = ServerConnection(now: start)
        #expect(
            connection.receive(text) == [.connectRequested(namespace: "/progress", auth: auth, query: query)]
        )
        #expect(!connection.isJoined("/progress"))
    }

    @Test func `the answer to a join carries the session id and the first event follows it`() {
        var connection = ServerConnection(now: start)
        _ = connection.receive("0/progress,")
        #expect(connection.event(namespace: "/progress", name: "connected", data: EventData()).isEmpty)
        #expect(connection.accept(namespace: "/progress", sid: "abc") == [.send([#"0/progress,{"sid":"abc"}"#])])
        #expect(connection.sessionID(in: "/progress") == "abc")
        let connected = connection.event(
            namespace: "/progress",
            name: "connected",
            data: EventData([["client_id": "abc"]]),
        )
        #expect(connected == [#"2/progress,["connected",{"client_id":"abc"}]"#])
    }

    @Test func `the main namespace is joined without a name`() {
        var connection = ServerConnection(now: start)
        #expect(connection.receive("0") == [.connectRequested(namespace: "/", auth: nil, query: nil)])
        #expect(connection.accept(namespace: "/", sid: "abc") == [.send([#"0{"sid":"abc"}"#])])
    }

    @Test func `an unknown namespace is refused and the connection goes on`() {
        var connection = ServerConnection(now: start)
        _ = connection.receive("0/random")
        #expect(connection.refuse(namespace: "/random") == [.send([#"4/random,{"message":"Invalid namespace"}"#])])
        #expect(connection.receive("0/random") == [.connectRequested(namespace: "/random", auth: nil, query: nil)])
        let refusal = connection.refuse(namespace: "/random", message: "No", data: ["code": 1])
        #expect(refusal == [.send([#"4/random,{"message":"No","data":{"code":1}}"#])])
        #expect(connection.receive("0/progress") == [.connectRequested(namespace: "/progress", auth: nil, query: nil)])
    }

    @Test func `an answer nobody waits for is not sent`() {
        var connection = connection(joined: "/progress")
        #expect(connection.accept(namespace: "/progress", sid: "again").isEmpty)
        #expect(connection.accept(namespace: "/other", sid: "x").isEmpty)
        #expect(connection.refuse(namespace: "/progress").isEmpty)
        #expect(connection.sessionID(in: "/progress") == "sid-of-/progress")
    }

    @Test func `events reach the namespace they were sent to`() {
        var connection = connection(joined: "/", "/progress")
        #expect(
            connection.receive(#"2/progress,["join",{"task_id":"t"}]"#)
                == [.event(namespace: "/progress", name: "join", EventData([["task_id": "t"]]), ackID: nil)]
        )
        #expect(
            connection.receive(#"2["message",1]"#)
                == [.event(namespace: "/", name: "message", EventData([1]), ackID: nil)]
        )
    }

    @Test(arguments: ["0", "456", "007", "18446744073709551616"])
    func `an ack id is echoed digit for digit`(id: String) {
        var connection = connection(joined: "/progress")
        let actions = connection.receive(Message(stringLiteral: #"2/progress,\#(id)["ping"]"#))
        #expect(actions == [.event(namespace: "/progress", name: "ping", EventData(), ackID: id)])
        let answer = connection.ack(namespace: "/progress", id: id, data: EventData([["ok": true]]))
        #expect(answer == [Message(stringLiteral: #"3/progress,\#(id)[{"ok":true}]"#)])
    }

    @Test func `a binary event comes with its bytes and its ack may carry bytes back`() {
        var connection = connection(joined: "/")
        #expect(connection.receive(#"51-789["message",{"_placeholder":true,"num":0}]"#).isEmpty)
        let data = EventData([.placeholder(0)], attachments: [[1, 2]])
        #expect(
            connection.receive(.binary([1, 2])) == [.event(namespace: "/", name: "message", data, ackID: "789")]
        )
        #expect(
            connection.ack(namespace: "/", id: "789", data: data)
                == [#"61-789[{"_placeholder":true,"num":0}]"#, .binary([1, 2])]
        )
    }

    @Test func `a client's ack is handed on`() {
        var connection = connection(joined: "/progress")
        #expect(
            connection.receive("3/progress,5[1]") == [.ack(namespace: "/progress", id: "5", EventData([1]))]
        )
    }

    @Test func `leaving one namespace leaves the others alone`() {
        var connection = connection(joined: "/", "/custom")
        #expect(connection.receive("1/custom") == [.disconnected(namespace: "/custom")])
        #expect(connection.receive(#"2["still"]"#) == [.event(namespace: "/", name: "still", EventData(), ackID: nil)])
        #expect(connection.event(namespace: "/custom", name: "x", data: EventData()).isEmpty)
        #expect(connection.ack(namespace: "/custom", id: "1", data: EventData()).isEmpty)
    }

    @Test func `a client may leave its only namespace and join again`() {
        var connection = connection(joined: "/progress")
        #expect(connection.receive("1/progress,") == [.disconnected(namespace: "/progress")])
        #expect(
            connection.receive("0/progress,") == [.connectRequested(namespace: "/progress", auth: nil, query: nil)]
        )
        #expect(connection.accept(namespace: "/progress", sid: "new") == [.send([#"0/progress,{"sid":"new"}"#])])
    }

    @Test func `the server may put a client out`() {
        var connection = connection(joined: "/progress")
        #expect(
            connection.disconnect(namespace: "/progress")
                == [.send(["1/progress,"]), .disconnected(namespace: "/progress")]
        )
        #expect(connection.disconnect(namespace: "/progress").isEmpty)
    }

    static let violations: [(Message, ConnectionError)] = [
        (#"2/other,["x"]"#, .notJoined(namespace: "/other")),
        ("3/other,1[]", .notJoined(namespace: "/other")),
        ("1/other", .notJoined(namespace: "/other")),
        ("0/progress", .alreadyConnecting(namespace: "/progress")),
        ("0/progress?again=1", .alreadyConnecting(namespace: "/progress")),
        (#"4/progress,{"message":"no"}"#, .connectErrorFromClient),
        ("abc", .invalidPacket(.unknownType(0x61))),
        ("2/progress,{}", .invalidPacket(.missingEventName)),
        ("2/progress,[]", .invalidPacket(.missingEventName)),
        (#"2/progress,abc["x"]"#, .invalidPacket(.invalidJSON(.unexpectedByte(0x61, at: 0)))),
        (#"2/progress,["connect"]"#, .invalidPacket(.reservedEventName("connect"))),
        (.binary([1]), .invalidPacket(.unexpectedAttachment)),
        ("511-/progress,[]", .invalidPacket(.tooManyAttachments(limit: 10))),
        (#"51-/progress,["x"]"#, .invalidPacket(.unusedAttachment(0))),
    ]

    @Test(arguments: violations)
    func `a client that breaks the protocol is cut off at once`(message: Message, error: ConnectionError) {
        var connection = connection(joined: "/progress")
        #expect(connection.receive(message) == [.close(error)])
        #expect(connection.receive(#"2/progress,["x"]"#).isEmpty)
        #expect(connection.event(namespace: "/progress", name: "x", data: EventData()).isEmpty)
        #expect(connection.sessionClosed() == [.disconnected(namespace: "/progress")])
    }

    @Test func `an event before the answer to CONNECT is cut off`() {
        var connection = ServerConnection(now: start)
        #expect(connection.receive(#"2["x"]"#) == [.close(.notJoined(namespace: "/"))])
        connection = ServerConnection(now: start)
        _ = connection.receive("0/progress")
        #expect(connection.receive(#"2/progress,["x"]"#) == [.close(.notJoined(namespace: "/progress"))])
    }

    @Test func `a second CONNECT while the first is open is cut off and the first not answered`() {
        var connection = ServerConnection(now: start)
        _ = connection.receive("0/progress")
        #expect(connection.receive("0/progress") == [.close(.alreadyConnecting(namespace: "/progress"))])
        #expect(connection.accept(namespace: "/progress", sid: "x").isEmpty)
        #expect(connection.sessionClosed().isEmpty)
    }

    @Test func `text while an attachment is due is cut off`() {
        var connection = connection(joined: "/progress")
        _ = connection.receive(#"51-/progress,["x",{"_placeholder":true,"num":0}]"#)
        #expect(
            connection.receive(#"2/progress,["y"]"#) == [.close(.invalidPacket(.textWhileAttachmentIsDue))]
        )
    }

    @Test func `sixteen namespaces may be open and not one more`() {
        var connection = ServerConnection(now: start)
        for number in 0..<16 {
            #expect(connection.receive(Message(stringLiteral: "0/n\(number)")).count == 1)
        }
        #expect(connection.receive("0/one-more") == [.close(.tooManyNamespaces(limit: 16))])
    }

    @Test func `a client that joins nothing in 45 seconds is cut off`() {
        var connection = ServerConnection(now: start)
        let deadline = start + .seconds(45)
        #expect(connection.nextDeadline == deadline)
        _ = connection.receive("0/progress")
        #expect(connection.timePassed(now: deadline - .milliseconds(1)).isEmpty)
        #expect(connection.timePassed(now: deadline) == [.close(.joinedNothing(within: .seconds(45)))])
        #expect(connection.nextDeadline == nil)
        #expect(connection.timePassed(now: deadline).isEmpty)
    }

    @Test func `a client that joined in time may stay, even after leaving`() {
        var connection = connection(joined: "/progress")
        #expect(connection.nextDeadline == nil)
        _ = connection.receive("1/progress")
        #expect(connection.timePassed(now: start + .seconds(3600)).isEmpty)
        #expect(connection.receive("0/progress").count == 1)
    }

    @Test func `when the session ends every joined namespace is left once`() {
        var connection = connection(joined: "/", "/progress")
        _ = connection.receive("0/pending")
        #expect(connection.sessionClosed() == [.disconnected(namespace: "/"), .disconnected(namespace: "/progress")])
        #expect(connection.sessionClosed().isEmpty)
        #expect(connection.receive("0/progress").isEmpty)
    }
}
