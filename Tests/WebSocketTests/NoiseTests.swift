import TestSupport
import Testing
import WebSocket

struct NoiseTests {
    private static let limits = MessageLimits(bytes: 200, fragments: 5)

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `random bytes read the same whole and in pieces`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bytes = generator.bytes(
            200,
            of: [0x00, 0x01, 0x02, 0x80, 0x81, 0x82, 0x88, 0x89, 0x03, 0xE8, 0x61, 0x7E, 0x7F],
        )
        for role in [Role.server, .client] {
            let whole = Reading([bytes], role: role, limits: NoiseTests.limits)
            #expect(whole == Reading(bytes.map { [$0] }, role: role, limits: NoiseTests.limits))
        }
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `frames with a few bits changed read the same whole and in pieces`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var bytes = DecoderTests.transcript
        for _ in 0..<3 {
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^=
                1 << UInt8.random(in: 0...7, using: &generator)
        }
        let cut = Int.random(in: 0..<bytes.count, using: &generator)
        let whole = Reading([bytes], role: .server, limits: NoiseTests.limits)
        #expect(whole == Reading(bytes.map { [$0] }, role: .server, limits: NoiseTests.limits))
        #expect(
            whole == Reading([Array(bytes[..<cut]), Array(bytes[cut...])], role: .server, limits: NoiseTests.limits)
        )
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `an endpoint sends one close frame at most, and nothing after it`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var endpoint = Endpoint(role: .server, limits: NoiseTests.limits)
        var sent: [UInt8] = []
        for _ in 0..<20 {
            let piece = frame(generator.bytes(1)[0] | 0x80, generator.bytes(4), key: [1, 2, 3, 4])
            for case .send(let bytes) in actions(of: &endpoint, receiving: piece) { sent += bytes }
        }
        let reading = Reading([sent])
        #expect(reading.violation == nil)
        let close = reading.events.firstIndex { if case .close = $0 { true } else { false } }
        #expect(close == nil || close == reading.events.count - 1)
    }
}
