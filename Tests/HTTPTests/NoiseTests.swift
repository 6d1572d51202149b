import HTTP
import TestSupport
import Testing

struct NoiseTests {
    private static let alphabet = Array("GET / HTTP/1.1\r\n\r\nHost: a;0123456789abcdef,%?&=\0\u{ff}".utf8)

    private static let seedlings = [
        message("POST /a?b=%20 HTTP/1.1", "Host: a", "Content-Length: 5", "Expect: 100-continue", body: "hello"),
        message("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", body: "5;x\r\nhello\r\n0\r\nX: y\r\n\r\n"),
        message("GET http://a/b HTTP/1.0", "Connection: keep-alive"),
    ]

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `random bytes read the same whole and in pieces`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bytes = generator.bytes(Int.random(in: 1...400, using: &generator), of: NoiseTests.alphabet)
        #expect(Reading([bytes]) == Reading(bytes.map { [$0] }))
    }

    @Test(arguments: 0..<400 as Range<UInt64>)
    func `requests with a few bytes changed read the same whole and in pieces`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var bytes: [UInt8] = []
        for _ in 0..<3 { bytes += NoiseTests.seedlings.randomElement(using: &generator) ?? [] }
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            bytes[place] = generator.bytes(1, of: NoiseTests.alphabet)[0]
        }
        let cut = Int.random(in: 0..<bytes.count, using: &generator)
        let whole = Reading([bytes])
        #expect(whole == Reading(bytes.map { [$0] }))
        #expect(whole == Reading([Array(bytes[..<cut]), Array(bytes[cut...])]))
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `random answers to a client never trap`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let noise = generator.bytes(60, of: NoiseTests.alphabet)
        let bytes = Array("HTTP/1.1 ".utf8) + noise + Array("\r\n\r\n".utf8)
        if let length = try? ResponseHead.parse(bytes)?.length { #expect(length <= bytes.count) }
    }
}
