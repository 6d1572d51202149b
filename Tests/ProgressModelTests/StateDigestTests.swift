import ProgressModel
import TestSupport
import Testing

/// The number that stands for all that is known.
struct StateDigestTests {
    private func digest(_ tasks: [String: Int]) -> String {
        var digest = StateDigest()
        for (id, seq) in tasks { digest.add(id, seq: seq) }
        return digest.text
    }

    @Test func `the order in which tasks are added does not matter, and each of them does`() {
        var forwards = StateDigest()
        var backwards = StateDigest()
        for number in 0..<100 { forwards.add("t\(number)", seq: number) }
        for number in (0..<100).reversed() { backwards.add("t\(number)", seq: number) }
        #expect(forwards == backwards && forwards.text == backwards.text)
        #expect(digest([:]) != digest(["t": 1]) && digest(["t": 1]) != digest(["u": 1]))
    }

    @Test(arguments: [5, 55] as [UInt64])
    func `no step of two tasks makes up for one another`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var tasks = Dictionary(uniqueKeysWithValues: (0..<20).map { ("task-\($0)", 1) })
        var seen: Set<String> = [digest(tasks)]
        for step in 1...5_000 {
            tasks["task-\(Int.random(in: 0..<20, using: &random))", default: 0] += 1
            seen.insert(digest(tasks))
            #expect(seen.count == step + 1)
        }
    }

    @Test func `a seq of any size has a digest`() {
        #expect(digest(["t": .max]) != digest(["t": -1]))
    }
}
