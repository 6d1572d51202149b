import EngineIO
import Testing

struct ClientSessionTests {
    static let handshake = Handshake(
        sid: "abc",
        upgrades: [],
        pingInterval: 25_000,
        pingTimeout: 20_000,
        maxPayload: 1_000_000,
    )

    private func opened() -> ClientSession {
        var session = ClientSession(now: start)
        _ = session.webSocketReceived(Packet.open(ClientSessionTests.handshake).frame, now: start)
        return session
    }

    @Test
    func `the open packet opens the session`() {
        var session = ClientSession(now: start)
        #expect(!session.isOpen)
        #expect(session.send(.text("early")) == [])
        let frame = Packet.open(ClientSessionTests.handshake).frame
        #expect(session.webSocketReceived(frame, now: start) == [.opened(ClientSessionTests.handshake)])
        #expect(session.isOpen)
        #expect(session.send(.text("a")) == [.send(.text("4a"))])
        #expect(session.send(.binary([1])) == [.send(.binary([1]))])
    }

    @Test
    func `messages are delivered, pings answered`() {
        var session = opened()
        #expect(session.webSocketReceived(.text("4a"), now: start) == [.deliver(.text("a"))])
        #expect(session.webSocketReceived(.binary([1]), now: start) == [.deliver(.binary([1]))])
        #expect(session.webSocketReceived(.text("2"), now: start) == [.send(.text("3"))])
        #expect(session.webSocketReceived(.text("2x"), now: start) == [.send(.text("3x"))])
        #expect(session.webSocketReceived(.text("6"), now: start) == [])
    }

    @Test
    func `a server that falls silent for interval and timeout is given up`() {
        var session = opened()
        #expect(session.nextDeadline == start + .seconds(45))
        _ = session.webSocketReceived(.text("2"), now: start + .seconds(25))
        #expect(session.nextDeadline == start + .seconds(70))
        #expect(session.timePassed(now: start + .seconds(69)) == [])
        #expect(session.timePassed(now: start + .seconds(70)) == [.closeWebSocket, .closed(.timeout)])
        #expect(session.nextDeadline == nil)
        #expect(session.timePassed(now: start + .seconds(99)) == [])
    }

    @Test
    func `messages are no substitute for pings`() {
        var session = opened()
        _ = session.webSocketReceived(.text("4a"), now: start + .seconds(44))
        let late = session.webSocketReceived(.text("4b"), now: start + .seconds(45))
        #expect(late == [.closeWebSocket, .closed(.timeout)])
    }

    @Test
    func `an open packet that does not come is not waited for`() {
        var session = ClientSession(now: start, openTimeout: .seconds(3))
        #expect(session.nextDeadline == start + .seconds(3))
        #expect(session.timePassed(now: start + .seconds(3)) == [.closeWebSocket, .closed(.timeout)])
    }

    @Test
    func `closing says so`() {
        var session = opened()
        #expect(session.close() == [.send(.text("1")), .closeWebSocket, .closed(.closedByClient)])
        #expect(session.close() == [])
        #expect(session.send(.text("a")) == [])
        #expect(session.webSocketReceived(.text("4a"), now: start) == [])
        #expect(session.webSocketClosed() == [])
        var early = ClientSession(now: start)
        #expect(early.close() == [.closeWebSocket, .closed(.closedByClient)])
    }

    @Test
    func `the server's close and a lost WebSocket are told apart`() {
        var told = opened()
        #expect(told.webSocketReceived(.text("1"), now: start) == [.closeWebSocket, .closed(.closedByServer)])
        var lost = opened()
        #expect(lost.webSocketClosed() == [.closed(.transportClosed)])
    }

    @Test(arguments: ["", "x", "5", "b!", "0{}"])
    func `a server that makes no sense is left`(text: String) {
        var session = opened()
        #expect(session.webSocketReceived(.text(text), now: start) == [.closeWebSocket, .closed(.protocolError)])
    }

    @Test(arguments: ["4a", "2", "6", "3", "0{}"])
    func `nothing may come before the open packet`(text: String) {
        var session = ClientSession(now: start)
        #expect(session.webSocketReceived(.text(text), now: start) == [.closeWebSocket, .closed(.protocolError)])
    }

    @Test
    func `a second open packet makes no sense`() {
        var session = opened()
        let frame = Packet.open(ClientSessionTests.handshake).frame
        #expect(session.webSocketReceived(frame, now: start) == [.closeWebSocket, .closed(.protocolError)])
    }

    @Test
    func `a server's and a client's session understand each other`() throws {
        var server = ServerSession(id: "abc", transport: .webSocket, now: start)
        var client = ClientSession(now: start)
        let hello = server.open(now: start).first?.sentFrame
        let opened = client.webSocketReceived(try #require(hello), now: start)
        #expect(opened == [.opened(ClientSessionTests.handshake)])
        let ping = server.wait(until: 25).first?.sentFrame
        let answer = client.webSocketReceived(try #require(ping), now: start + .seconds(25))
        #expect(answer == [.send(.text("3"))])
        #expect(server.frame("3", at: 25) == [])
        #expect(server.nextDeadline == start + .seconds(50))
        #expect(client.nextDeadline == start + .seconds(70))
    }
}
