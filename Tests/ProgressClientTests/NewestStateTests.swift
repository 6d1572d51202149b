import ProgressModel
import Testing

@testable import ProgressClient

@Suite struct NewestStateTests {
    private func task(_ id: String, seq: Int) -> GenerationTask {
        var task = GenerationTask(id: id, type: "", createdAt: Timestamp(seconds: 0))
        task.seq = seq
        return task
    }

    @Test func `an older state never follows a newer one on the same connection`() {
        var newest = NewestState()
        newest.connected()
        let changes = [task("a", seq: 3), task("a", seq: 2), task("a", seq: 3), task("b", seq: 1)]
        #expect(changes.filter { newest.accepts($0) }.map(\.seq) == [3, 3, 1])
    }

    @Test func `a change stands in the place of the older state in a snapshot it has overtaken`() {
        var newest = NewestState()
        newest.snapshotAsked()
        _ = newest.accepts(task("a", seq: 5))
        let first = newest.newest(of: [task("a", seq: 4), task("b", seq: 1)], more: true)
        #expect(first.map(\.seq) == [5, 1])
        newest.removed("c")
        let last = newest.newest(of: [task("c", seq: 2), task("d", seq: 7)], more: false)
        #expect(last.map(\.id) == ["d"])
    }

    @Test func `what a snapshot says is newer than any older change after it`() {
        var newest = NewestState()
        newest.snapshotAsked()
        _ = newest.newest(of: [task("a", seq: 4)], more: false)
        #expect([3, 5].filter { newest.accepts(task("a", seq: $0)) } == [5])
    }

    @Test func `a task that was removed may begin anew`() {
        var newest = NewestState()
        _ = newest.accepts(task("a", seq: 9))
        newest.removed("a")
        let isNews = newest.accepts(task("a", seq: 1))
        #expect(isNews)
    }

    @Test func `a new connection is believed, whatever the last one said`() {
        var newest = NewestState()
        _ = newest.accepts(task("a", seq: 9))
        newest.connected()
        let isNews = newest.accepts(task("a", seq: 1))
        #expect(isNews)
    }

    /// What a server would have to send as its digest to be told apart from no other.
    private func digest(_ tasks: [GenerationTask]) -> StateDigest {
        var digest = StateDigest()
        for task in tasks { digest.add(task.id, seq: task.seq) }
        return digest
    }

    @Test func `what is known over a loss of connection is the snapshot and all that came after it`() {
        var newest = NewestState()
        newest.connected()
        #expect(newest.digest == nil, "nothing is known yet")
        newest.snapshotAsked()
        newest.snapshotBegan()
        _ = newest.newest(of: [task("a", seq: 1), task("b", seq: 1)], more: true)
        _ = newest.newest(of: [task("c", seq: 1)], more: false)
        _ = newest.accepts(task("a", seq: 4))
        newest.removed("b")
        newest.connected()
        #expect(newest.digest == digest([task("a", seq: 4), task("c", seq: 1)]))
        newest.snapshotAsked()
        newest.nothingWasMissed()
        let accepted = [task("a", seq: 3), task("d", seq: 1)].filter { newest.accepts($0) }
        #expect(accepted.map(\.id) == ["d"], "what was known before counts again")
        newest.connected()
        #expect(newest.digest == digest([task("a", seq: 4), task("c", seq: 1), task("d", seq: 1)]))
    }

    @Test func `a snapshot that was cut off is not known as a whole`() {
        var newest = NewestState()
        newest.connected()
        newest.snapshotBegan()
        _ = newest.newest(of: [task("a", seq: 1)], more: true)
        newest.connected()
        #expect(newest.digest == nil)
    }

    @Test func `whoever has lost its place is sent all`() {
        var newest = NewestState()
        newest.snapshotBegan()
        _ = newest.newest(of: [task("a", seq: 1)], more: false)
        newest.forget()
        newest.connected()
        #expect(newest.digest == nil)
    }

    @Test func `a connection that ends before it says whether anything was missed leaves that to the next`() {
        var newest = NewestState()
        newest.snapshotBegan()
        _ = newest.newest(of: [task("a", seq: 1)], more: false)
        newest.connected()
        newest.connected()
        #expect(newest.digest == digest([task("a", seq: 1)]))
    }
}
