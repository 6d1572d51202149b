import EngineIO
import Glibc
import Networking
import TestSupport
import Testing

@Suite struct UpgradeOnTheWireTests {
    @Test func `a session moves to WebSocket and loses nothing`() async throws {
        try await TestServer.run { port, _ in
            let session = try PollingSession(port: port)
            let held = try session.hold()
            let webSocket = try session.probe()
            #expect(try held.answer().body == "6")
            #expect(try session.post("4one\u{1E}4two").body == "ok")
            webSocket.sendFrame("5")
            webSocket.sendFrame("4three")
            #expect(try webSocket.takeText() == "4one")
            #expect(try webSocket.takeText() == "4two")
            #expect(try webSocket.takeText() == "4three")
        }
    }

    @Test func `after the upgrade polling and a second WebSocket are refused, and the first goes on`() async throws {
        try await TestServer.run { port, _ in
            let session = try PollingSession(port: port)
            let webSocket = try session.probe()
            webSocket.sendFrame("5")
            webSocket.sendFrame("4moved")
            #expect(try webSocket.takeText() == "4moved")
            #expect(try session.poll().status == 400)
            #expect(try session.post("4late").status == 400)
            #expect(try Wire.answer(Wire.handshake(session.webSocketTarget), port: port).status == 400)
            webSocket.sendFrame("4still here")
            #expect(try webSocket.takeText() == "4still here")
        }
    }

    @Test func `a second probe is refused with 400 and the first goes on`() async throws {
        try await TestServer.run { port, _ in
            let session = try PollingSession(port: port)
            let webSocket = try session.probe()
            #expect(try Wire.answer(Wire.handshake(session.webSocketTarget), port: port).status == 400)
            webSocket.sendFrame("5")
            webSocket.sendFrame("4on")
            #expect(try webSocket.takeText() == "4on")
        }
    }

    @Test func `a probe that stalls is hung up on, and polling goes on`() async throws {
        try await TestServer.run(SessionOptions(upgradeTimeout: .milliseconds(50))) { port, _ in
            let session = try PollingSession(port: port)
            let webSocket = try session.probe()
            #expect(try webSocket.takeFrame().closeCode == 1000)
            #expect(webSocket.isAtEnd)
            #expect(try session.post("4hello").body == "ok")
            #expect(try session.poll().body == "4hello")
        }
    }

    @Test func `a probe that hangs up leaves polling as it was, and another may follow`() async throws {
        try await TestServer.run { port, _ in
            let session = try PollingSession(port: port)
            do {
                let webSocket = try session.probe()
                webSocket.send(Wire.frame(0x88, [0x03, 0xE8]))
                #expect(try webSocket.takeCloseCode() == 1000)
            }
            #expect(try session.post("4hello").body == "ok")
            #expect(try session.poll().body == "4hello")
            let second = try session.probe()
            second.sendFrame("5")
            second.sendFrame("4moved")
            #expect(try second.takeText() == "4moved")
        }
    }

    @Test func `a session whose time is over is not upgraded, even before the loop has come to its timer`() async throws
    {
        let hasty = SessionOptions(pingInterval: .milliseconds(20), pingTimeout: .milliseconds(40))
        try await TestServer.run(hasty) { port, _ in
            let session = try PollingSession(port: port)
            let wire = try Wire(port: port)
            wire.send(Wire.get("/echo"))
            #expect(try wire.answer().status == 200)
            #expect(try session.poll().body == "2")
            await withCheckedContinuation { isBusy in
                EventLoop.post {
                    isBusy.resume()
                    usleep(100_000)
                }
            }
            wire.send(Wire.handshake(session.webSocketTarget))
            #expect(try wire.answer().status == 400)
        }
    }
}
