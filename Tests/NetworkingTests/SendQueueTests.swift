import Networking
import TestSupport
import Testing

struct SendQueueTests {
    /// What the next system call is given when it may gather `capacity` bytes.
    private func next(of queue: SendQueue, capacity: Int = 8) -> [UInt8] {
        var scratch: [UInt8] = []
        var given: [UInt8] = []
        let count = queue.withNextBytes(gatheredIn: &scratch, atMost: capacity) { bytes in
            given = bytes.indices.map { bytes[$0] }
            return given.count
        }
        #expect(count == given.count)
        return given
    }

    @Test(
        arguments: [
            ([], 0, []),
            ([[]], 0, []),
            ([[1, 2]], 0, [1, 2]),
            ([[1, 2]], 1, [2]),
            ([[1, 2]], 2, []),
            ([[1, 2], [], [3]], 0, [1, 2, 3]),
            ([[1, 2], [3]], 1, [2, 3]),
            ([[1, 2], [3]], 2, [3]),
            ([[1, 2], [3]], 3, []),
            ([[1, 2, 3, 4], [5, 6, 7, 8], [9]], 0, [1, 2, 3, 4, 5, 6, 7, 8]),
            ([[1, 2, 3, 4], [5, 6, 7, 8, 9], [10]], 0, [1, 2, 3, 4]),
            ([[1, 2, 3, 4, 5, 6, 7, 8, 9], [10]], 0, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
            ([[1], [2, 3, 4, 5, 6, 7, 8, 9]], 1, [2, 3, 4, 5, 6, 7, 8, 9]),
        ] as [([[UInt8]], Int, [UInt8])]
    )
    func `small arrays are gathered and long ones given as they are`(chunks: [[UInt8]], sent: Int, expected: [UInt8]) {
        var queue = SendQueue()
        for chunk in chunks { queue.append(chunk) }
        queue.removeSent(sent)
        #expect(next(of: queue) == expected)
        #expect(queue.byteCount == chunks.joined().count - sent)
        #expect(queue.isEmpty == expected.isEmpty)
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `bytes leave in the order they came, however many a call takes`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var queue = SendQueue()
        var model: [UInt8] = []
        for _ in 0..<300 {
            if Bool.random(using: &generator) {
                let chunk = generator.bytes(Int.random(in: 0...12, using: &generator))
                queue.append(chunk)
                model += chunk
            } else {
                let given = next(of: queue)
                #expect(model.starts(with: given))
                #expect(given.isEmpty == model.isEmpty)
                let taken = Int.random(in: 0...given.count, using: &generator)
                queue.removeSent(taken)
                model.removeFirst(taken)
            }
            #expect(queue.byteCount == model.count)
        }
    }
}
