import EngineIO
import Testing

struct UpgradeTests {
    @Test
    func `the held poll ends with a noop, then the upgrade packet switches`() {
        var session = ServerSession.opened()
        #expect(session.poll() == [])
        #expect(session.canUpgrade)
        #expect(session.webSocketOpened(now: start) == [])
        #expect(session.frame("2probe") == [.frame("3probe"), .answer("6")])
        #expect(!session.canSendDirectly)
        #expect(session.frame("5") == [.upgraded])
        #expect(session.canSendDirectly)
        #expect(session.frame("4hello") == [.deliver(.text("hello"))])
        #expect(session.send("hello") == [.frame("4hello")])
    }

    @Test
    func `the next poll ends with a noop when none is held`() {
        var session = ServerSession.opened()
        _ = session.webSocketOpened(now: start)
        #expect(session.frame("2probe") == [.frame("3probe")])
        #expect(session.poll() == [.answer("6")])
        #expect(session.frame("5") == [.upgraded])
    }

    @Test
    func `a poll that raced the noop is ended too, a moment later`() {
        var session = ServerSession.opened()
        _ = session.poll()
        _ = session.webSocketOpened(now: start)
        #expect(session.frame("2probe") == [.frame("3probe"), .answer("6")])
        #expect(session.poll(at: 0.01) == [])
        #expect(session.nextDeadline == start + .seconds(0.1))
        #expect(session.wait(until: 0.1) == [.answer("6")])
        #expect(session.frame("5", at: 0.11) == [.upgraded])
    }

    @Test
    func `the WebSocket alone is no reason to end the poll`() {
        var session = ServerSession.opened()
        #expect(session.poll() == [])
        #expect(session.webSocketOpened(now: start) == [])
        #expect(session.wait(until: 1) == [])
        #expect(session.send("a", at: 1) == [.answer("4a")])
    }

    @Test
    func `polling works in both directions until the upgrade packet`() {
        var session = ServerSession.opened()
        _ = session.webSocketOpened(now: start)
        #expect(session.post("4one") == [.deliver(.text("one")), .acceptPost])
        _ = session.frame("2probe")
        #expect(session.post("4two") == [.deliver(.text("two")), .acceptPost])
        #expect(session.send("three") == [])
        #expect(session.poll() == [.answer("4three")])
        #expect(session.poll() == [.answer("6")])
        #expect(session.send("four", at: 0.01) == [])
        #expect(session.poll(at: 0.02) == [.answer("4four")])
    }

    @Test
    func `what was not fetched follows the upgrade in order, and nothing else does`() {
        var session = ServerSession.opened()
        _ = session.webSocketOpened(now: start)
        _ = session.send("before")
        #expect(session.frame("2probe") == [.frame("3probe")])
        #expect(session.poll() == [.answer("4before")])
        _ = session.send("one")
        _ = session.send(.binary([2]), now: start)
        _ = session.send("three")
        #expect(session.frame("5") == [.upgraded, .frame("4one"), .sendWebSocket(.binary([2])), .frame("4three")])
        #expect(session.send("four") == [.frame("4four")])
        #expect(session.wait(until: 20) == [])
    }

    @Test
    func `a poll still held at the upgrade is answered on polling`() {
        var session = ServerSession.opened()
        _ = session.webSocketOpened(now: start)
        _ = session.frame("2probe")
        _ = session.poll()
        #expect(session.poll() == [])
        #expect(session.frame("5") == [.answer("6"), .upgraded])
    }

    @Test
    func `a stalled probe is closed after ten seconds and polling goes on`() {
        for probed in [false, true] {
            var session = ServerSession.opened()
            _ = session.webSocketOpened(now: start + .seconds(1))
            if probed {
                _ = session.frame("2probe", at: 1)
                #expect(session.poll(at: 10) == [.answer("6")])
            }
            #expect(session.poll(at: 10) == [])
            #expect(!session.canUpgrade)
            #expect(session.wait(until: 11).contains(.closeWebSocket))
            #expect(session.canUpgrade)
            #expect(session.isOpen)
            #expect(session.frame("5", at: 11) == [])
            #expect(session.post("4a", at: 12) == [.deliver(.text("a")), .acceptPost])
        }
    }

    @Test
    func `a probe that says nothing does not touch the held poll when it stalls`() {
        var session = ServerSession.opened()
        _ = session.poll()
        _ = session.webSocketOpened(now: start)
        #expect(session.nextDeadline == start + .seconds(10))
        #expect(session.wait(until: 9.99) == [])
        #expect(session.wait(until: 10) == [.closeWebSocket])
        #expect(session.send("a", at: 10) == [.answer("4a")])
    }

    @Test
    func `a probe that hangs up leaves polling alone and another may try`() {
        var session = ServerSession.opened()
        _ = session.webSocketOpened(now: start)
        _ = session.frame("2probe")
        #expect(session.webSocketClosed(now: start) == [])
        #expect(session.poll() == [])
        #expect(session.send("a") == [.answer("4a")])
        #expect(session.webSocketOpened(now: start) == [])
        #expect(session.frame("2probe") == [.frame("3probe")])
        #expect(session.frame("5") == [.upgraded])
    }

    @Test(arguments: ["5", "4hello", "2", "2Probe", "3probe", "1", "6", "abc", "", "b!"])
    func `a probe that begins with anything but its ping is closed, the session is not`(text: String) {
        var session = ServerSession.opened()
        _ = session.webSocketOpened(now: start)
        #expect(session.frame(text) == [.closeWebSocket])
        #expect(session.isOpen)
        #expect(session.canUpgrade)
    }

    @Test
    func `a probe that goes on with a message is closed, the session is not`() {
        var session = ServerSession.opened()
        _ = session.webSocketOpened(now: start)
        _ = session.frame("2probe")
        #expect(session.webSocketReceived(.binary([1]), now: start) == [.closeWebSocket])
        #expect(session.post("4a") == [.deliver(.text("a")), .acceptPost])
    }

    @Test
    func `a second probe beside the first is refused and the first goes on`() {
        var session = ServerSession.opened()
        _ = session.webSocketOpened(now: start)
        #expect(!session.canUpgrade)
        #expect(session.webSocketOpened(now: start) == [.refuse(.badRequest)])
        #expect(session.frame("2probe") == [.frame("3probe")])
        #expect(session.frame("5") == [.upgraded])
    }

    @Test
    func `after the upgrade GET, POST and a second WebSocket are refused and the session goes on`() {
        var session = ServerSession.upgraded()
        #expect(session.poll() == [.refuse(.badRequest)])
        #expect(session.post("4a") == [.refuse(.badRequest)])
        #expect(session.postBegan(now: start) == [.refuse(.badRequest)])
        #expect(!session.canUpgrade)
        #expect(session.webSocketOpened(now: start) == [.refuse(.badRequest)])
        #expect(session.frame("4hello") == [.deliver(.text("hello"))])
        #expect(session.send("hello") == [.frame("4hello")])
    }

    @Test
    func `a session that began on WebSocket takes no second one`() {
        let session = ServerSession.opened(.webSocket)
        #expect(!session.canUpgrade)
    }

    @Test
    func `an aborted poll takes the probe with it`() {
        var session = ServerSession.opened()
        _ = session.poll()
        _ = session.webSocketOpened(now: start)
        #expect(session.pollAborted(now: start) == [.closeWebSocket, .closed(.transportClosed), .finished])
    }

    @Test
    func `a client's close on polling takes the probe with it`() {
        var session = ServerSession.opened()
        _ = session.webSocketOpened(now: start)
        _ = session.frame("2probe")
        #expect(session.post("1") == [.acceptPost, .closeWebSocket, .closed(.closedByClient), .finished])
        #expect(session.frame("5") == [])
    }
}
