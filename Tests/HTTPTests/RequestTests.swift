import HTTP
import TestSupport
import Testing

struct RequestTests {
    struct Sample: Sendable {
        let bytes: [UInt8]
        let method: Method
        let path: String
        var body = ""
    }

    static let samples: [Sample] = [
        Sample(bytes: message("GET / HTTP/1.1", "Host: a"), method: .get, path: "/"),
        Sample(bytes: message("HEAD /a/b HTTP/1.1", "host:a"), method: .head, path: "/a/b"),
        Sample(bytes: message("DELETE /a?b=c HTTP/1.1", "Host: \t a \t"), method: .delete, path: "/a"),
        Sample(bytes: message("OPTIONS * HTTP/1.1", "Host: a"), method: .options, path: "/*"),
        Sample(bytes: message("GET http://a:5000/b HTTP/1.1", "Host: a:5000"), method: .get, path: "/b"),
        Sample(bytes: message("PROPFIND / HTTP/1.1", "Host:"), method: .other("PROPFIND"), path: "/"),
        Sample(bytes: message("get / HTTP/1.1", "Host: a"), method: .other("get"), path: "/"),
        Sample(bytes: message("GET / HTTP/1.0"), method: .get, path: "/"),
        Sample(bytes: Array("\r\n\r\n".utf8) + message("GET / HTTP/1.1", "Host: a"), method: .get, path: "/"),
        Sample(bytes: message("POST / HTTP/1.1", "Host: a", "Content-Length: 0"), method: .post, path: "/"),
        Sample(
            bytes: message("PUT / HTTP/1.1", "Host: a", "Content-Length: 5", body: "hello"),
            method: .put,
            path: "/",
            body: "hello",
        ),
        Sample(
            bytes: message(
                "PATCH / HTTP/1.1",
                "Host: a",
                "content-length: 005",
                "Content-Length: 005",
                body: "\r\n\r\n!",
            ),
            method: .patch,
            path: "/",
            body: "\r\n\r\n!",
        ),
        Sample(
            bytes: message("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: Chunked", body: "2\r\nhi\r\n0\r\n\r\n"),
            method: .post,
            path: "/",
            body: "hi",
        ),
    ]

    @Test(arguments: samples)
    func `a request is the same however its bytes are cut`(sample: Sample) throws {
        for pieces in sample.bytes.everyCut {
            let reading = Reading(pieces)
            #expect(reading.error == nil)
            #expect(reading.requests.count == 1)
            let request = try #require(reading.requests.first)
            #expect(request.method == sample.method)
            #expect(request.path == sample.path)
            #expect(request.body == Array(sample.body.utf8))
        }
    }

    @Test
    func `requests sent ahead are read in order however their bytes are cut`() {
        let bytes = RequestTests.samples.flatMap(\.bytes)
        let whole = Reading([bytes])
        #expect(whole.error == nil)
        #expect(whole.requests.map(\.method) == RequestTests.samples.map(\.method))
        for pieces in bytes.everyCut { #expect(Reading(pieces) == whole) }
    }

    @Test
    func `header names are found in any case, and fields stay in order`() throws {
        let bytes = message("GET / HTTP/1.1", "HOST: a", "X-Note:  two  words ", "Cookie: b", "cookie: c=\u{e9}")
        let headers = try #require(Reading([bytes]).requests.first?.headers)
        #expect(headers["host"] == "a")
        #expect(headers["x-note"] == "two  words")
        #expect(headers.values(of: "COOKIE") == ["b", "c=\u{e9}"])
        #expect(headers["Cook"] == nil)
        #expect(headers.fields.map(\.name) == ["HOST", "X-Note", "Cookie", "cookie"])
    }

    @Test(arguments: [
        (["GET / HTTP/1.1", "Host: a"], true),
        (["GET / HTTP/1.1", "Host: a", "Connection: close"], false),
        (["GET / HTTP/1.1", "Host: a", "Connection: Upgrade , CLOSE"], false),
        (["GET / HTTP/1.1", "Host: a", "Connection: upgrade", "Connection: close"], false),
        (["GET / HTTP/1.0"], false),
        (["GET / HTTP/1.0", "Connection: Keep-Alive"], true),
        (["GET / HTTP/1.0", "Connection: keep-alive, close"], false),
    ])
    func `a connection is kept as its version and its Connection header say`(lines: [String], isKept: Bool) throws {
        let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        #expect(try #require(Reading([bytes]).requests.first).keepsAlive == isKept)
    }

    @Test(arguments: [
        (["Connection: Upgrade", "Upgrade: WebSocket"], true),
        (["Connection: keep-alive, Upgrade", "Upgrade: websocket"], true),
        (["Connection: keep-alive", "Connection: upgrade", "Upgrade: h2c, websocket"], true),
        (["Connection: keep-alive", "Upgrade: websocket"], false),
        (["Connection: Upgrade"], false),
        (["Connection: Upgrade", "Upgrade: websockets"], false),
    ])
    func `an upgrade is asked for by both headers`(lines: [String], isUpgrade: Bool) throws {
        let bytes = message("GET / HTTP/1.1", "Host: a", lines.joined(separator: "\r\n"))
        #expect(try #require(Reading([bytes]).requests.first).isUpgrade(to: "websocket") == isUpgrade)
    }

    @Test func `in HTTP 1.0 there is no upgrade`() throws {
        let bytes = message("GET / HTTP/1.0", "Host: a", "Connection: Upgrade", "Upgrade: websocket")
        #expect(try #require(Reading([bytes]).requests.first).isUpgrade(to: "websocket") == false)
    }

    @Test
    func `what follows an upgrade is left for the next protocol`() throws {
        var parser = RequestParser()
        let bytes = message("GET / HTTP/1.1", "Host: a", body: "frames")
        parser.receive(bytes.span)
        _ = try #require(try parser.next())
        #expect(parser.takeRemainder() == Array("frames".utf8))
        #expect(try parser.next() == nil)
        #expect(!parser.isMidMessage)
    }

    @Test
    func `a request is under way from its first byte to its last`() throws {
        var parser = RequestParser()
        #expect(!parser.isMidMessage)
        for byte in message("POST / HTTP/1.1", "Host: a", "Content-Length: 2", body: "hi") {
            let piece = [byte]
            parser.receive(piece.span)
            let event = try parser.next()
            if case .request = event { continue }
            #expect(parser.isMidMessage)
        }
        #expect(!parser.isMidMessage)
    }
}

struct ExpectationTests {
    @Test
    func `a client that waits before its body is told to go on`() throws {
        var parser = RequestParser()
        let head = message("POST / HTTP/1.1", "Host: a", "Content-Length: 2", "Expect: 100-Continue")
        parser.receive(head.span)
        guard case .head(let request, expectsContinue: true) = try parser.next() else {
            Issue.record("the head was not reported")
            return
        }
        #expect(request.body.isEmpty)
        let body = Array("hi".utf8)
        parser.receive(body.span)
        guard case .request(let whole) = try parser.next() else {
            Issue.record("the request was not reported")
            return
        }
        #expect(whole.body == body)
        #expect(Response.continue == Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
    }

    @Test(arguments: [
        message("POST / HTTP/1.1", "Host: a", "Content-Length: 2", "Expect: 100-continue", body: "h"),
        message("POST / HTTP/1.1", "Host: a", "Content-Length: 2"),
        message("POST / HTTP/1.0", "Content-Length: 2", "Expect: 100-continue"),
    ])
    func `a client that does not wait is told nothing`(bytes: [UInt8]) throws {
        var parser = RequestParser()
        parser.receive(bytes.span)
        guard case .head(_, expectsContinue: false) = try parser.next() else {
            Issue.record("the head was not reported as one that needs no answer")
            return
        }
    }

    @Test
    func `a request without a body has no head of its own`() throws {
        var parser = RequestParser()
        let bytes = message("GET / HTTP/1.1", "Host: a", "Expect: 100-continue")
        parser.receive(bytes.span)
        guard case .request = try parser.next() else {
            Issue.record("the request was not reported")
            return
        }
    }
}
