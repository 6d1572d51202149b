import EngineIO
import Testing

struct HeartbeatTests {
    @Test
    func `on polling the ping answers the held poll and the pong comes in a POST`() {
        var session = ServerSession.opened()
        for round in 0..<3 {
            let base = Double(round) * 25
            #expect(session.poll(at: base) == [])
            #expect(session.nextDeadline == start + .seconds(base + 25))
            #expect(session.wait(until: base + 24.9) == [])
            #expect(session.wait(until: base + 25) == [.answer("2")])
            #expect(session.post("3", at: base + 25) == [.acceptPost])
        }
    }

    @Test
    func `on WebSocket pings go on as long as pongs come`() {
        var session = ServerSession.opened(.webSocket)
        for round in 0..<3 {
            let base = Double(round) * 26
            #expect(session.wait(until: base + 25) == [.frame("2")])
            #expect(session.frame("3", at: base + 26) == [])
            #expect(session.nextDeadline == start + .seconds(base + 51))
        }
    }

    @Test
    func `without a poll the ping waits, and unanswered the session is dead on time`() {
        var session = ServerSession.opened()
        #expect(session.wait(until: 25) == [])
        #expect(session.nextDeadline == start + .seconds(45))
        #expect(session.wait(until: 44.9) == [])
        #expect(session.isOpen)
        #expect(session.wait(until: 45) == [.closed(.pingTimeout), .finished])
        #expect(session.poll(at: 45) == [.refuse(.unknownSession)])
    }

    @Test
    func `a held poll is told of the end`() {
        var session = ServerSession.opened()
        _ = session.wait(until: 25)
        #expect(session.poll(at: 26) == [.answer("2")])
        #expect(session.poll(at: 26) == [])
        #expect(session.wait(until: 45) == [.answer("1"), .closed(.pingTimeout), .finished])
    }

    @Test
    func `a WebSocket without pongs is closed on time`() {
        var session = ServerSession.opened(.webSocket)
        #expect(session.wait(until: 25) == [.frame("2")])
        #expect(session.frame("4still talking", at: 44) == [.deliver(.text("still talking"))])
        #expect(session.wait(until: 45) == [.closeWebSocket, .closed(.pingTimeout), .finished])
    }

    @Test
    func `a ping that left a little late does not lengthen the session`() {
        var session = ServerSession.opened(.webSocket)
        #expect(session.wait(until: 25.5) == [.frame("2")])
        #expect(session.nextDeadline == start + .seconds(45))
    }

    @Test
    func `a process that was stopped still gives the client time to answer`() {
        var session = ServerSession.opened(.webSocket)
        #expect(session.wait(until: 300) == [.frame("2")])
        #expect(session.wait(until: 300) == [])
        #expect(session.nextDeadline == start + .seconds(310))
        #expect(session.frame("3", at: 301) == [])
        #expect(session.nextDeadline == start + .seconds(326))
    }

    @Test
    func `a request finds a session dead whose timer is late`() {
        var polling = ServerSession.opened()
        _ = polling.wait(until: 25)
        #expect(polling.poll(at: 45) == [.closed(.pingTimeout), .finished, .refuse(.unknownSession)])
        var posting = ServerSession.opened()
        _ = posting.wait(until: 25)
        #expect(posting.post("3", at: 45) == [.closed(.pingTimeout), .finished, .refuse(.unknownSession)])
        var webSocket = ServerSession.opened(.webSocket)
        _ = webSocket.wait(until: 25)
        #expect(webSocket.frame("3", at: 45) == [.closeWebSocket, .closed(.pingTimeout), .finished])
    }

    @Test
    func `a pong nobody asked for changes nothing`() {
        var session = ServerSession.opened(.webSocket)
        for second in 1..<25 { #expect(session.frame("3", at: Double(second)) == []) }
        #expect(session.nextDeadline == start + .seconds(25))
    }

    @Test
    func `a ping sent on polling may be answered on WebSocket`() {
        var session = ServerSession.opened()
        _ = session.poll(at: 20)
        _ = session.webSocketOpened(now: start + .seconds(24))
        #expect(session.wait(until: 25) == [.answer("2")])
        _ = session.frame("2probe", at: 25)
        #expect(session.frame("5", at: 25) == [.upgraded])
        #expect(session.frame("3", at: 26) == [])
        #expect(session.nextDeadline == start + .seconds(51))
    }

    @Test
    func `a ping not yet fetched follows the upgrade`() {
        var session = ServerSession.opened()
        _ = session.webSocketOpened(now: start + .seconds(24))
        #expect(session.frame("2probe", at: 25) == [.frame("3probe")])
        #expect(session.frame("5", at: 25) == [.upgraded, .frame("2")])
    }

    @Test
    func `the ping keeps its place among the messages`() {
        var session = ServerSession.opened()
        _ = session.send("a", at: 24)
        _ = session.wait(until: 25)
        _ = session.send("b", at: 26)
        #expect(session.poll(at: 27) == [.answer("4a\u{1E}2\u{1E}4b")])
    }
}
