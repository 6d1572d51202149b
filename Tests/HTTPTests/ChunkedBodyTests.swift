import HTTP
import TestSupport
import Testing

struct ChunkedBodyTests {
    private static func chunked(_ body: String) -> [UInt8] {
        message("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", body: body)
    }

    @Test(arguments: [
        ("0\r\n\r\n", ""),
        ("4\r\nWiki\r\n5\r\npedia\r\nE\r\n in\r\n\r\nchunks.\r\n0\r\n\r\n", "Wikipedia in\r\n\r\nchunks."),
        ("5;a=b;c=\"d e\"\r\nhello\r\n0;last\r\n\r\n", "hello"),
        ("5 ;a\r\nhello\r\n0\r\n\r\n", "hello"),
        ("5\r\nhello\r\n0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n", "hello"),
        ("0000000000000000000005\r\nhello\r\n000\r\n\r\n", "hello"),
        ("1\r\n\r\r\n1\r\n\n\r\n0\r\n\r\n", "\r\n"),
        ("a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n", "01234567890123456789"),
    ])
    func `chunks make up one body however they are cut`(coded: String, body: String) {
        for pieces in ChunkedBodyTests.chunked(coded).everyCut {
            let reading = Reading(pieces)
            #expect(reading.error == nil)
            #expect(reading.requests.map(\.body) == [Array(body.utf8)])
        }
    }

    @Test
    func `the request after a chunked one is read`() {
        let bytes = ChunkedBodyTests.chunked("1\r\na\r\n0\r\n\r\n") + message("GET /next HTTP/1.1", "Host: a")
        for pieces in bytes.everyCut { #expect(Reading(pieces).requests.map(\.path) == ["/", "/next"]) }
    }

    @Test(arguments: [
        "\r\n", "x\r\n", "0x5\r\nhello\r\n", "+5\r\nhello\r\n", "-1\r\n", " 5\r\nhello\r\n", "5 5\r\nhello\r\n",
        ";a\r\n",
        "5\nhello\r\n", "5\r\nhello0\r\n\r\n", "5\r\nhello!\r\n", "5\r\nhello\n0\r\n\r\n", "4\r\nhello\r\n0\r\n\r\n",
        "5;a\rb\r\nhello\r\n", "5;a\0\r\nhello\r\n", "0\r\nX-Sum: 1\n\r\n", "\u{ff15}\r\nhello\r\n",
    ])
    func `a body that is not in chunks is malformed, however it is cut`(coded: String) {
        for pieces in ChunkedBodyTests.chunked(coded).everyCut {
            let reading = Reading(pieces)
            #expect(reading.error?.status == 400)
            #expect(reading.requests.isEmpty)
        }
    }

    @Test(arguments: [
        "65\r\n", "3\r\nabc\r\n62\r\n", "7fffffffffffffff\r\n", "ffffffffffffffff\r\n", "10000000000000000\r\n",
    ])
    func `a chunk that would pass the limit is refused by its size line`(coded: String) {
        var limits = RequestLimits()
        limits.bodyBytes = 100
        for pieces in ChunkedBodyTests.chunked(coded).everyCut {
            #expect(Reading(pieces, limits: limits).error == .bodyTooLarge(limit: 100))
        }
    }

    @Test
    func `a body may fill the limit`() {
        var limits = RequestLimits()
        limits.bodyBytes = 100
        let body = String(repeating: "a", count: 50)
        let reading = Reading(
            [ChunkedBodyTests.chunked("32\r\n\(body)\r\n32\r\n\(body)\r\n0\r\n\r\n")],
            limits: limits,
        )
        #expect(reading.requests.first?.body.count == 100)
    }

    @Test(arguments: [
        "5;" + String(repeating: "a", count: 2000),
        "0\r\n" + String(repeating: "X: y\r\n", count: 100),
        "0\r\nX: " + String(repeating: "y", count: 2000),
    ])
    func `extensions and trailers without an end are refused`(coded: String) {
        let bytes = ChunkedBodyTests.chunked(coded)
        #expect(Reading([bytes]).error?.status == 400)
        #expect(Reading(bytes.map { [$0] }).error?.status == 400)
    }
}
