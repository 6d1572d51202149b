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
}
