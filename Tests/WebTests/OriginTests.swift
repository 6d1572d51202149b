import TestSupport
import Testing
import Web

@Suite struct OriginTests {
    private static let listed = OriginPolicy(allowed: ["https://board.example"])
    private static let local = OriginPolicy(allowsLocalhost: true)

    @Test(arguments: [
        (listed, "http://test", 200), (listed, "https://test", 200), (listed, "http://test:81", 403),
        (listed, "https://board.example", 200), (listed, "http://board.example", 403),
        (listed, "https://board.example.evil", 403), (listed, "null", 403), (listed, "http://localhost:3000", 403),
        (local, "http://localhost", 200), (local, "http://localhost:3000", 200), (local, "https://127.0.0.1:1", 200),
        (local, "http://[::1]:8080", 200), (local, "http://localhost.evil", 403),
        (local, "http://localhost:1.evil", 403),
        (local, "ftp://localhost", 403),
    ])
    func `a page is served when its origin may`(_ policy: OriginPolicy, _ origin: String, _ status: Int) async throws {
        try await TestServer.run(origins: policy) { port, _ in
            let answer = try Wire.answer(Wire.get("/echo", "Origin: \(origin)"), port: port)
            #expect(answer.status == status)
            #expect(answer.headers["access-control-allow-origin"] == (status == 200 ? origin : nil))
            #expect(answer.headers["access-control-allow-credentials"] == (status == 200 ? "true" : nil))
            #expect(answer.headers["vary"] == (status == 200 ? "Origin" : nil))
        }
    }

    @Test func `a client that is no page is served`() async throws {
        try await TestServer.run(origins: OriginTests.listed) { port, _ in
            let answer = try Wire.answer(Wire.get("/echo"), port: port)
            #expect(answer.status == 200)
            #expect(answer.headers["access-control-allow-origin"] == nil)
        }
    }

    @Test func `every page may when the list says so, without credentials`() async throws {
        try await TestServer.run(origins: OriginPolicy(allowed: ["*"])) { port, _ in
            let answer = try Wire.answer(Wire.get("/echo", "Origin: http://any.example"), port: port)
            #expect(answer.headers["access-control-allow-origin"] == "*")
            #expect(answer.headers["access-control-allow-credentials"] == nil)
        }
    }

    @Test(arguments: [
        Wire.get("/socket.io/?EIO=4&transport=polling", "Origin: http://evil.example"),
        Wire.handshake("/socket.io/?EIO=4&transport=websocket", "Origin: http://evil.example"),
    ])
    func `a refusal names the origin seen and those allowed`(_ request: String) async throws {
        let policy = OriginPolicy(allowed: ["https://board.example"], allowsLocalhost: true)
        try await TestServer.run(origins: policy) { port, _ in
            let answer = try Wire.answer(request, port: port)
            #expect(answer.status == 403)
            for part in ["http://evil.example", "https://board.example", "localhost", "\"code\":4"] {
                #expect(answer.body.contains(part))
            }
        }
    }

    @Test func `a preflight is answered with what may be sent`() async throws {
        let preflight = "OPTIONS /api/tasks HTTP/1.1\r\nHost: test\r\nAccess-Control-Request-Method: PATCH\r\n"
        let headers = "Access-Control-Request-Headers: authorization, content-type\r\n"
        try await TestServer.run(origins: OriginTests.listed) { port, _ in
            let wire = try Wire(port: port)
            wire.send(preflight + headers + "Origin: https://board.example\r\n\r\n")
            let answer = try wire.answer()
            #expect(answer.status == 204)
            #expect(answer.headers["access-control-allow-origin"] == "https://board.example")
            #expect(answer.headers["access-control-allow-methods"]?.contains("PATCH") == true)
            #expect(answer.headers["access-control-allow-headers"] == "authorization, content-type")
            wire.send(preflight + headers + "Origin: https://evil.example\r\n\r\n")
            #expect(try wire.answer().status == 403)
        }
    }
}
