import HTTP
import TestSupport
import Testing

struct ResponseTests {
    private static func text(_ response: Response, keepsAlive: Bool = true, isHead: Bool = false) -> String {
        String(decoding: response.serialized(keepsAlive: keepsAlive, isHead: isHead), as: UTF8.self)
    }

    @Test
    func `a response has its length and tells whether the connection stays`() {
        let response = Response.json(Array("{}".utf8))
        let head =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nCache-Control: no-store\r\nContent-Length: 2\r\n"
        #expect(ResponseTests.text(response) == head + "Connection: keep-alive\r\n\r\n{}")
        #expect(ResponseTests.text(response, keepsAlive: false) == head + "Connection: close\r\n\r\n{}")
    }

    @Test
    func `HEAD is answered with the headers of GET and no body`() {
        let response = Response(status: 200, body: Array("hello".utf8))
        let answer = ResponseTests.text(response, isHead: true)
        #expect(answer == "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\n")
    }

    @Test(arguments: [204, 304])
    func `a status that allows no body has none and no length`(status: Int) {
        let answer = ResponseTests.text(Response(status: status, body: Array("hello".utf8)))
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
        #expect(answer.hasSuffix("\r\nConnection: keep-alive\r\n\r\n"))
        #expect(!answer.contains("Content-Length"))
    }

    @Test
    func `an upgrade has no headers but its own`() {
        var response = Response(status: 101)
        response.headers.add("Upgrade", "websocket")
        response.headers.add("Connection", "Upgrade")
        let answer = ResponseTests.text(response)
        #expect(answer == "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
    }

    @Test(arguments: ["a\r\nSet-Cookie: b", "a\nSet-Cookie: b", "a\rSet-Cookie: b", "a\0b", "\r\n\r\n<html>"])
    func `a value cannot start another field or the body`(value: String) throws {
        var response = Response(status: 200)
        response.headers.add("X-Echo", value)
        let bytes = response.serialized(keepsAlive: true, isHead: false)
        let (head, length) = try #require(try ResponseHead.parse(bytes))
        #expect(length == bytes.count)
        #expect(head.headers.fields.map(\.name) == ["X-Echo", "Content-Length", "Connection"])
        #expect(!bytes.contains(0))
    }
}

struct ResponseHeadTests {
    private static let bytes = message(
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "connection:Upgrade",
        "X-Empty:",
        body: "frames",
    )

    @Test
    func `a head is read once it is whole, and what follows is left`() throws {
        let headLength = ResponseHeadTests.bytes.count - 6
        for count in 0..<headLength {
            #expect(try ResponseHead.parse(Array(ResponseHeadTests.bytes.prefix(count))) == nil)
        }
        for count in headLength...ResponseHeadTests.bytes.count {
            let (head, length) = try #require(try ResponseHead.parse(Array(ResponseHeadTests.bytes.prefix(count))))
            #expect(length == headLength)
            #expect(head.status == 101)
            #expect(head.headers["Connection"] == "Upgrade")
            #expect(head.headers["x-empty"]?.isEmpty == true)
        }
    }

    @Test(arguments: ["HTTP/1.1 200", "HTTP/1.0 200 OK", "HTTP/1.1 200 "])
    func `the reason may be missing`(line: String) throws {
        #expect(try ResponseHead.parse(message(line))?.head.status == 200)
    }

    @Test(arguments: [
        message(""), message("HTTP/2 200 OK"), message("HTTP/1.1"), message("HTTP/1.1 OK"), message("HTTP/1.1 +20 OK"),
        message("HTTP/1.1 2000 OK"), message("ICY 200 OK"), message("HTTP/1.1 200 OK", "no colon"),
        [UInt8](repeating: 0x61, count: ResponseHead.limit), [UInt8](repeating: 0xFF, count: ResponseHead.limit + 1),
    ])
    func `what is no answer is malformed`(bytes: [UInt8]) {
        #expect {
            try ResponseHead.parse(bytes)
        } throws: {
            ($0 as? RequestError)?.status == 400
        }
    }
}
