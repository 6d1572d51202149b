import JSON
import ProgressModel
import Testing

@testable import ProgressServer

struct IdempotencyKeysTests {
    private let noon = Timestamp(seconds: 1_700_000_000)

    @Test func `a key is remembered for a day`() {
        var keys = IdempotencyKeys()
        _ = keys.remember("k", body: [1, 2], taskID: "a", at: noon)
        let (inTime, other) = (keys.entry(of: "k", at: noon + 86_399), keys.entry(of: "other", at: noon))
        #expect(inTime?.taskID == "a" && other == nil)
        let late = keys.entry(of: "k", at: noon + 86_400)
        #expect(late == nil)
    }

    @Test func `what the journal gives back is what was remembered`() {
        var keys = IdempotencyKeys()
        let note = keys.remember("k", body: Array("{}".utf8), taskID: "a", at: noon)
        let other = JournalNote(in: .removedTasks, key: "k2", value: "failed", at: noon)
        let broken = JournalNote(in: .idempotencyKeys, key: "k3", value: ["body": 7], at: noon)
        var restored = IdempotencyKeys(restoring: [note, other, broken])
        let (before, after) = (keys.entry(of: "k", at: noon), restored.entry(of: "k", at: noon))
        #expect(after == before && after?.bodyHash == StableHash.of("{}".utf8))
        let strangers = [restored.entry(of: "k2", at: noon), restored.entry(of: "k3", at: noon)]
        #expect(strangers == [nil, nil])
    }

    @Test func `the keys of a busy day are all remembered`() {
        var keys = IdempotencyKeys()
        for number in 0..<100_000 {
            _ = keys.remember("\(number)", body: [], taskID: "t", at: noon + Double(number) / 2)
        }
        let (first, last) = (keys.entry(of: "0", at: noon + 50_000), keys.entry(of: "99999", at: noon + 50_000))
        #expect(first != nil && last != nil)
    }

    @Test func `one key too many makes the oldest go`() {
        var keys = IdempotencyKeys(limit: 100)
        for number in 0...100 { _ = keys.remember("\(number)", body: [], taskID: "t", at: noon) }
        let entries = ["0", "1", "100"].map { keys.entry(of: $0, at: noon)?.taskID }
        #expect(entries == [nil, "t", "t"])
    }
}
