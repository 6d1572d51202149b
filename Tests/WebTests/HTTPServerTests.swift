import HTTP
import Networking
import TestSupport
import Testing
import Web

@Suite struct HTTPServerTests {
    @Test func `pipelined requests are answered in order, also behind one that has to wait`() async throws {
        try await TestServer.run { port, _ in
            let wire = try Wire(port: port)
            wire.send(Wire.get("/held") + Wire.post("/echo", "second") + Wire.get("/nowhere"))
            #expect(try Wire.answer(Wire.get("/release"), port: port).status == 204)
            #expect(try wire.answer().body == "held")
            #expect(try wire.answer().body == "second")
            #expect(try wire.answer().status == 404)
        }
    }

    @Test func `a connection is kept until the client asks otherwise`() async throws {
        try await TestServer.run { port, _ in
            let wire = try Wire(port: port)
            wire.send(Wire.post("/echo", "one"))
            #expect(try wire.answer().headers["connection"] == "keep-alive")
            wire.send(Wire.post("/echo", "two", "Connection: close"))
            let last = try wire.answer()
            #expect(last.body == "two")
            #expect(last.headers["connection"] == "close")
            #expect(wire.isAtEnd)
        }
    }

    @Test func `a chunked body arrives whole, and the next request after it`() async throws {
        try await TestServer.run { port, _ in
            let wire = try Wire(port: port)
            wire.send("POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n")
            wire.send("3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nTrailer: z\r\n\r\n" + Wire.post("/echo", "next"))
            #expect(try wire.answer().body == "abcdefg")
            #expect(try wire.answer().body == "next")
        }
    }

    @Test func `a client that waits for 100 is told to go on`() async throws {
        try await TestServer.run { port, _ in
            let wire = try Wire(port: port)
            wire.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
            #expect(try wire.answer().status == 100)
            wire.send("body")
            #expect(try wire.answer().body == "body")
        }
    }

    @Test func `a request refused before its body ends the connection, as nobody can tell whether the body follows`()
        async throws
    {
        try await TestServer.run { port, _ in
            let wire = try Wire(port: port)
            wire.send("POST /echo HTTP/1.1\r\nHost: test\r\nOrigin: http://evil.example\r\n")
            wire.send("Content-Length: 4\r\nExpect: 100-continue\r\n\r\n")
            let answer = try wire.answer()
            #expect(answer.status == 403)
            #expect(answer.headers["connection"] == "close")
            #expect(wire.isAtEnd)
        }
    }

    @Test func `a body may come one byte at a time`() async throws {
        try await TestServer.run { port, _ in
            let wire = try Wire(port: port)
            for byte in Wire.post("/echo", "slowly").utf8 { wire.send([byte]) }
            #expect(try wire.answer().body == "slowly")
        }
    }

    @Test func `headers without end are refused, and the next connection is served`() async throws {
        try await TestServer.run { port, _ in
            let wire = try Wire(port: port)
            wire.send("GET /echo HTTP/1.1\r\nHost: test\r\nX: " + String(repeating: "x", count: 1 << 20))
            #expect(try wire.answer().status == 431)
            #expect(wire.isAtEnd)
            #expect(try Wire.answer(Wire.post("/echo", "fine"), port: port).body == "fine")
        }
    }

    @Test(arguments: ["Content-Length: 2000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n1E8480\r\n"])
    func `a body of two megabytes is refused`(_ framing: String) async throws {
        try await TestServer.run { port, _ in
            let wire = try Wire(port: port)
            wire.send("POST /echo HTTP/1.1\r\nHost: test\r\n\(framing)")
            wire.send([UInt8](repeating: 0x78, count: 2_000_000))
            #expect(try wire.answer().status == 413)
            #expect(wire.isAtEnd)
        }
    }

    /// At an address of its own: at 127.0.0.1 another test's server may get the port that is given back.
    @Test @EventLoop func `a server that stops refuses new connections`() async throws {
        let host = "127.0.0.77"
        let server = HTTPServer(origins: OriginPolicy()) { $0.respond(Response(status: 204)) }
        let port = try server.listen(host: host, port: 0).port
        server.stop()
        var connector: Connector?
        let result = await withCheckedContinuation { continuation in
            connector = Connector(host: host, port: port, timeout: .seconds(5)) { continuation.resume(returning: $0) }
        }
        connector?.cancel()
        #expect(throws: NetworkError.self) { try result.get() }
    }
}
