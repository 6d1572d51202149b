import HTTP
import TestSupport
import Testing

struct RefusedRequestTests {
    static let malformed: [[UInt8]] = [
        message("GET /"),
        message("GET  / HTTP/1.1", "Host: a"),
        message(" GET / HTTP/1.1", "Host: a"),
        message("GET / HTTP/1.1 ", "Host: a"),
        message("GET\t/\tHTTP/1.1", "Host: a"),
        message("GET / http/1.1", "Host: a"),
        message("G\u{e9}T / HTTP/1.1", "Host: a"),
        message("GET /\u{e9} HTTP/1.1", "Host: a"),
        message("GET /\u{7f} HTTP/1.1", "Host: a"),
        message("GET a HTTP/1.1", "Host: a"),
        message("GET / HTTP/1.1"),
        message("GET / HTTP/1.1", "Host: a", "Host: a"),
        message("GET / HTTP/1.1", "Host: a", "no colon"),
        message("GET / HTTP/1.1", "Host: a", ": no name"),
        message("GET / HTTP/1.1", "Host : a"),
        message("GET / HTTP/1.1", "Host: a", "X\u{e9}: a"),
        message("GET / HTTP/1.1", "Host: a", "X: a\u{0}b"),
        message("GET / HTTP/1.1", "Host: a", "X: a\rb"),
        message("GET / HTTP/1.1", "Host: a", "X: a\u{7f}"),
        message("GET / HTTP/1.1", " Host: a"),
        message("GET / HTTP/1.1", "Host: a", "X: a", " folded"),
        message("GET / HTTP/1.1", "Host: a", "X: a", "\tfolded"),
        Array("GET / HTTP/1.1\nHost: a\r\n\r\n".utf8),
        Array("GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n".utf8),
        Array("GET / HTTP/1.1\r\nHost: a\n\r\n\r\n".utf8),
    ]

    /// Messages that another reader could take to end elsewhere (RFC 9112 sections 6.1 and 6.3).
    static let ambiguous: [[String]] = [
        ["Content-Length: 5", "Transfer-Encoding: chunked"],
        ["Transfer-Encoding: chunked", "Content-Length: 5"],
        ["Content-Length: 5", "Content-Length: 6"],
        ["Content-Length: 5", "Content-Length: 05"],
        ["Content-Length: 5, 5"],
        ["Content-Length: 5, 6"],
        ["Content-Length: +5"],
        ["Content-Length: -5"],
        ["Content-Length: 5 5"],
        ["Content-Length: 5.0"],
        ["Content-Length: 0x5"],
        ["Content-Length: 5a"],
        ["Content-Length: \u{665}"],
        ["Content-Length:"],
        ["Content-Length : 5"],
        ["Content-Length: ", " 5"],
        ["Transfer-Encoding : chunked"],
        ["Transfer-Encoding:\u{b}chunked"],
        ["Transfer-Encoding: chunked\r"],
        ["X: a\nTransfer-Encoding: chunked"],
    ]

    @Test(arguments: malformed)
    func `what is no request is answered 400, however it is cut`(bytes: [UInt8]) {
        for pieces in bytes.everyCut {
            let reading = Reading(pieces)
            #expect(reading.error?.status == 400)
            #expect(reading.requests.isEmpty)
        }
    }

    @Test(arguments: ambiguous)
    func `a body whose end is in doubt is answered 400`(lines: [String]) {
        let bytes = message("POST / HTTP/1.1", "Host: a", lines.joined(separator: "\r\n"), body: "0\r\n\r\n")
        let reading = Reading([bytes])
        #expect(reading.error?.status == 400)
        #expect(reading.requests.isEmpty)
    }

    @Test
    func `chunks in HTTP 1.0 are answered 400`() {
        let bytes = message("POST / HTTP/1.0", "Transfer-Encoding: chunked", body: "0\r\n\r\n")
        #expect(Reading([bytes]).error?.status == 400)
    }

    @Test(arguments: [
        "xchunked", "gzip", "gzip, chunked", "chunked, gzip", "chunked, chunked", "identity", "chunked;q=1",
        "\"chunked\"",
        "", ",", "chun\u{212a}ed",
    ])
    func `a transfer coding other than chunked is answered 501`(coding: String) {
        let bytes = message("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: \(coding)", body: "0\r\n\r\n")
        let reading = Reading([bytes])
        #expect(reading.error == .unsupportedTransferCoding)
        #expect(reading.error?.status == 501)
        #expect(reading.requests.isEmpty)
    }

    @Test(arguments: ["HTTP/2.0", "HTTP/0.9", "HTTP/1.10", "HTTP/11", "HTTP/1.1.1"])
    func `another version is answered 505`(version: String) {
        #expect(Reading([message("GET / \(version)", "Host: a")]).error?.status == 505)
    }

    @Test(arguments: ["200-ok", "100-continue, 200-ok"])
    func `an unknown expectation is answered 417`(expectation: String) {
        let bytes = message("POST / HTTP/1.1", "Host: a", "Content-Length: 1", "Expect: \(expectation)")
        #expect(Reading([bytes]).error?.status == 417)
    }

    @Test
    func `every error has a message for the client`() {
        let errors: [RequestError] = [
            .malformed("why"), .targetTooLong(limit: 1), .headTooLarge(limit: 1), .tooManyHeaders(limit: 1),
            .bodyTooLarge(limit: 1), .unsupportedTransferCoding, .unsupportedExpectation, .unsupportedVersion,
        ]
        #expect(Set(errors.map(\.message)).count == errors.count)
    }
}

struct RequestLimitTests {
    private static let line = String(repeating: "a", count: 20_000)

    @Test(arguments: [
        (message("GET /\(line) HTTP/1.1", "Host: a"), 414),
        (Array("GET /\(line)".utf8), 414),
        (message("GET / HTTP/1.1", "Host: a", "X: \(line)"), 431),
        (Array("GET / HTTP/1.1\r\nX: \(line)".utf8), 431),
        (message("POST / HTTP/1.1", "Host: a", "Content-Length: 1000001"), 413),
        (message("POST / HTTP/1.1", "Host: a", "Content-Length: 9223372036854775807"), 413),
        (message("POST / HTTP/1.1", "Host: a", "Content-Length: 99999999999999999999999999"), 413),
    ])
    func `a request past a limit is refused before it is whole`(bytes: [UInt8], status: Int) {
        #expect(Reading([bytes]).error?.status == status)
        #expect(Reading(bytes.map { [$0] }).error?.status == status)
    }

    @Test
    func `a hundred headers are taken and one more is not`() {
        let hundred = ["GET / HTTP/1.1", "Host: a"] + Array(repeating: "X: y", count: 99)
        #expect(Reading([Array((hundred.joined(separator: "\r\n") + "\r\n\r\n").utf8)]).requests.count == 1)
        let more = hundred + ["X: y"]
        let reading = Reading([Array((more.joined(separator: "\r\n") + "\r\n\r\n").utf8)])
        #expect(reading.error == .tooManyHeaders(limit: 100))
        #expect(reading.error?.status == 431)
    }

    @Test
    func `a head that fills the limit is taken, one byte at a time too`() {
        let around = message("GET / HTTP/1.1", "Host: a", "X: ").count
        let filling = String(repeating: "y", count: RequestLimits.standard.headBytes - around)
        let full = message("GET / HTTP/1.1", "Host: a", "X: \(filling)")
        #expect(full.count == 16 << 10)
        #expect(Reading([full]).requests.count == 1)
        #expect(Reading(full.map { [$0] }).requests.count == 1)
        let over = message("GET / HTTP/1.1", "Host: a", "X: \(filling)y")
        #expect(Reading([over]).error == .headTooLarge(limit: 16 << 10))
        #expect(Reading(over.map { [$0] }).error == .headTooLarge(limit: 16 << 10))
    }

    @Test
    func `a body that fills the limit is taken`() {
        let body = String(repeating: "b", count: 1_000_000)
        let bytes = message("POST / HTTP/1.1", "Host: a", "Content-Length: 1000000", body: body)
        #expect(Reading([bytes]).requests.first?.body.count == 1_000_000)
    }
}
