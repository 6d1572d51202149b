import Testing
import WebSocket

struct HandshakeTests {
    private static let good = [
        "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    ]

    @Test
    func `the RFC's key is answered as it says`() throws {
        #expect(Handshake.accept("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        let answer = try Handshake.validate(method: "GET") { HandshakeTests.good[$0] }
        #expect(answer == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }

    @Test(arguments: [
        ("Upgrade", "WebSocket"), ("Upgrade", "h2c, websocket"), ("Connection", "keep-alive, Upgrade"),
        ("Connection", "UPGRADE\t,keep-alive"), ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="),
    ])
    func `headers may be written in several ways`(name: String, value: String) throws {
        _ = try Handshake.validate(method: "GET") { $0 == name ? value : HandshakeTests.good[$0] }
    }

    @Test(
        arguments: [
            ("Upgrade", nil, HandshakeError.noUpgrade),
            ("Upgrade", "websockets", .noUpgrade),
            ("Upgrade", "", .noUpgrade),
            ("Connection", nil, .noUpgrade),
            ("Connection", "keep-alive", .noUpgrade),
            ("Sec-WebSocket-Version", nil, .unsupportedVersion),
            ("Sec-WebSocket-Version", "8", .unsupportedVersion),
            ("Sec-WebSocket-Version", "13, 8", .unsupportedVersion),
            ("Sec-WebSocket-Key", nil, .invalidKey),
            ("Sec-WebSocket-Key", "", .invalidKey),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ", .invalidKey),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQAA", .invalidKey),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25j!!==", .invalidKey),
            ("Sec-WebSocket-Key", "    IHNhbXBsZSBub25jZQ==", .invalidKey),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub2=jZQ==", .invalidKey),
        ] as [(String, String?, HandshakeError)]
    )
    func `a wrong header is refused`(name: String, value: String?, error: HandshakeError) {
        #expect(throws: error) {
            try Handshake.validate(method: "GET") { $0 == name ? value : HandshakeTests.good[$0] }
        }
    }

    @Test
    func `only GET can ask`() {
        #expect(throws: HandshakeError.notGet) { try Handshake.validate(method: "POST") { HandshakeTests.good[$0] } }
    }

    @Test
    func `every refusal tells the client what to do`() {
        #expect(HandshakeError.allCases.map(\.status) == [405, 426, 400, 400])
        #expect(HandshakeError.notGet.headers.map(\.name) == ["Allow"])
        #expect(HandshakeError.unsupportedVersion.headers.map(\.value) == ["13"])
        #expect(Set(HandshakeError.allCases.map(\.message)).count == HandshakeError.allCases.count)
    }
}

struct ClientRequestTests {
    /// A request's headers by name, as the server's side reads them.
    private func headers(of request: Handshake.ClientRequest) -> [String: String] {
        let lines = String(decoding: request.bytes, as: UTF8.self).split(separator: "\r\n").dropFirst()
        let pairs = lines.map { $0.split(separator: ": ", maxSplits: 1).map(String.init) }
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) })
    }

    @Test
    func `what a client asks, a server accepts and the client believes`() throws {
        let request = Handshake.ClientRequest(authority: "a:5000", path: "/b?c=d")
        #expect(request.bytes.starts(with: "GET /b?c=d HTTP/1.1\r\nHost: a:5000\r\n".utf8))
        let asked = headers(of: request)
        let accept = try Handshake.validate(method: "GET") { asked[$0] }
        let answer = ["Upgrade": "WebSocket", "Connection": "upgrade", "Sec-WebSocket-Accept": accept]
        #expect(request.isAccepted(status: 101) { answer[$0] })
        #expect(!request.isAccepted(status: 200) { answer[$0] })
    }

    @Test(
        arguments: [
            ("Upgrade", nil), ("Upgrade", "h2c"), ("Connection", nil), ("Connection", "close"),
            ("Sec-WebSocket-Accept", nil),
            ("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
            ("Sec-WebSocket-Extensions", "permessage-deflate"),
            ("Sec-WebSocket-Protocol", "chat"),
        ] as [(String, String?)]
    )
    func `an answer that grants something else is refused`(name: String, value: String?) throws {
        let request = Handshake.ClientRequest(authority: "a", path: "/")
        let asked = headers(of: request)
        let accept = try Handshake.validate(method: "GET") { asked[$0] }
        let answer = ["Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": accept]
        #expect(!request.isAccepted(status: 101) { $0 == name ? value : answer[$0] })
    }

    @Test
    func `every request has a key of its own`() {
        let requests = (0..<10).map { _ in Handshake.ClientRequest(authority: "a", path: "/").bytes }
        #expect(Set(requests).count == 10)
    }
}
