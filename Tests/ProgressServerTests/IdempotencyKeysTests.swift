import JSON
import ProgressModel
import Testing

@testable import ProgressServer

struct IdempotencyKeysTests {
    private let noon = Timestamp(seconds: 1_700_000_000)

    @Test func `a key is remembered for a day`() {
        var keys = IdempotencyKeys()
        _ = keys.remember("k", body: [1, 2], taskID: "a", at: noon)
        #expect(keys.entry(of: "k", at: noon + 86_399)?.taskID == "a")
        #expect(keys.entry(of: "k", at: noon + 86_400) == nil)
        #expect(keys.entry(of: "other", at: noon) == nil)
    }

    @Test func `what the journal gives back is what was remembered`() {
        var keys = IdempotencyKeys()
        let note = keys.remember("k", body: Array("{}".utf8), taskID: "a", at: noon)
        let other = JournalNote(in: .removedTasks, key: "k2", value: "failed", at: noon)
        let broken = JournalNote(in: .idempotencyKeys, key: "k3", value: ["body": 7], at: noon)
        let restored = IdempotencyKeys(restoring: [note, other, broken])
        #expect(restored.entry(of: "k", at: noon) == keys.entry(of: "k", at: noon))
        #expect(restored.entry(of: "k", at: noon)?.bodyHash == IdempotencyKeys.hash(Array("{}".utf8)))
        #expect(restored.entry(of: "k2", at: noon) == nil && restored.entry(of: "k3", at: noon) == nil)
    }

    @Test func `one key too many makes the older half go`() {
        var keys = IdempotencyKeys()
        for number in 0...10_000 { _ = keys.remember("\(number)", body: [], taskID: "t", at: noon + Double(number)) }
        #expect(keys.entry(of: "10000", at: noon + 10_000) != nil && keys.entry(of: "5001", at: noon + 10_000) != nil)
        #expect(keys.entry(of: "5000", at: noon + 10_000) == nil)
    }
}
