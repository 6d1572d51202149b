import EngineIO
import Testing

struct ClosingTests {
    @Test
    func `closing tells the held poll`() {
        var session = ServerSession.opened()
        _ = session.poll()
        #expect(session.close(now: start) == [.answer("1"), .closed(.closedByServer), .finished])
        #expect(session.close(now: start) == [])
    }

    @Test
    func `without a held poll the last words wait for the next one`() {
        var session = ServerSession.opened()
        _ = session.send("a")
        #expect(session.close(now: start) == [.closed(.closedByServer)])
        #expect(!session.isOpen)
        #expect(session.send("b") == [])
        #expect(session.post("4c") == [.acceptPost])
        #expect(session.poll(at: 1) == [.answer("4a\u{1E}1"), .finished])
        #expect(session.poll(at: 2) == [.refuse(.unknownSession)])
    }

    @Test
    func `many last words take several polls`() {
        var session = ServerSession.opened()
        for _ in 0..<16 { _ = session.send("a") }
        _ = session.close(now: start)
        #expect(session.poll() == [.answer(repeatElement("4a", count: 16).joined(separator: "\u{1E}"))])
        #expect(session.poll() == [.answer("1"), .finished])
    }

    @Test
    func `last words nobody fetches are dropped in time`() {
        var session = ServerSession.opened()
        _ = session.close(now: start)
        #expect(session.nextDeadline == start + .seconds(30))
        #expect(session.wait(until: 29) == [])
        #expect(session.wait(until: 30) == [.finished])
        #expect(session.nextDeadline == nil)
    }

    @Test
    func `closing gives up the probe`() {
        var session = ServerSession.opened()
        _ = session.webSocketOpened(now: start)
        #expect(session.close(now: start) == [.closeWebSocket, .closed(.closedByServer)])
        #expect(!session.canUpgrade)
    }

    @Test
    func `closing on WebSocket closes the WebSocket`() {
        var session = ServerSession.opened(.webSocket)
        #expect(session.close(now: start) == [.closeWebSocket, .closed(.closedByServer), .finished])
        #expect(session.frame("4a") == [])
        #expect(session.webSocketClosed(now: start) == [])
    }

    @Test
    func `a WebSocket that goes away ends the session`() {
        var session = ServerSession.opened(.webSocket)
        #expect(session.webSocketClosed(now: start) == [.closed(.transportClosed), .finished])
        #expect(session.webSocketClosed(now: start) == [])
    }

    @Test
    func `a client's close on WebSocket ends the session`() {
        var session = ServerSession.upgraded()
        #expect(session.frame("1") == [.closeWebSocket, .closed(.closedByClient), .finished])
        #expect(session.frame("4a") == [])
    }

    @Test(arguments: ["abc", "", "7", "2", "2probe", "b!", "0{}"])
    func `a WebSocket message that makes no sense ends the session at once`(text: String) {
        var session = ServerSession.opened(.webSocket)
        #expect(session.frame(text) == [.closeWebSocket, .closed(.protocolError), .finished])
    }

    @Test
    func `text and binary messages are delivered from WebSocket as they came`() {
        var session = ServerSession.opened(.webSocket)
        #expect(session.frame("4hello") == [.deliver(.text("hello"))])
        #expect(session.webSocketReceived(.binary([1, 2]), now: start) == [.deliver(.binary([1, 2]))])
        #expect(session.send([.text("a"), .binary([1])], now: start) == [.frame("4a"), .sendWebSocket(.binary([1]))])
    }
}
