import ProgressClient
import ProgressModel
import Testing
import Transcript

@Suite struct BacklogTests {
    /// Puts all in and takes all out, as text.
    private func rest(of events: [ProgressClient.Event]) -> [String] {
        var backlog = Backlog()
        for event in events { backlog.add(event) }
        return Array(sequence(state: backlog) { $0.popFirst() }.map(text))
    }

    private func text(_ event: ProgressClient.Event) -> String {
        switch event {
        case .changed(let task): "\(task.id)\(task.seq)"
        case .tasks(let tasks, let more): "[\(tasks.map { "\($0.id)\($0.seq)" }.joined())]\(more ? "" : ".")"
        case .removed(let id): "-\(id)"
        case .snapshotBegan: "began"
        default: "\(event)".prefix { $0 != "(" }.description
        }
    }

    @Test func `of each task the newest state is kept, in the place of its first`() {
        let changes = [task("a", seq: 1), task("b", seq: 1), task("a", seq: 2), task("a", seq: 3)]
        #expect(rest(of: changes.map { .changed($0) }) == ["a3", "b1"])
    }

    @Test func `a removal stands for all that was said before it`() {
        #expect(rest(of: [.changed(task("a")), .changed(task("b")), .removed("a")]) == ["-a", "b1"])
    }

    @Test func `a new snapshot supersedes what waits`() {
        #expect(
            rest(of: [.changed(task("a")), .removed("b"), .snapshotBegan, .changed(task("c"))]) == ["began", "c1"]
        )
    }

    @Test func `a task of a snapshot stays in it when it changes before it was read`() {
        let events: [ProgressClient.Event] = [
            .snapshotBegan, .tasks([task("a"), task("b")], more: false), .changed(task("a", seq: 2)),
        ]
        #expect(rest(of: events) == ["began", "[a2]", "[b1]", "[]."])
    }

    @Test func `a reader that takes now and then sees the order and never an older state`() {
        var backlog = Backlog()
        var seen: [String: Int] = [:]
        for round in 1...20_000 {
            backlog.add(.changed(task("t\(round % 50)", seq: round)))
            guard round % 3 == 0, case .changed(let task)? = backlog.popFirst() else { continue }
            #expect(task.seq > seen[task.id] ?? 0)
            seen[task.id] = task.seq
        }
        while case .changed(let task)? = backlog.popFirst() { seen[task.id] = task.seq }
        #expect(seen.count == 50)
        #expect(seen.values.min() == 20_000 - 49)
        #expect(backlog.isEmpty)
    }
}
