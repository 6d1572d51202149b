import ProgressClient
import ProgressModel
import Testing

@Suite struct AwaitedTasksTests {
    private func task(_ id: String, _ status: TaskStatus) -> GenerationTask {
        var task = GenerationTask(id: id, type: "", createdAt: Timestamp(seconds: 0))
        task.status = status
        return task
    }

    @Test func `each task is waited for once, in the order given`() {
        #expect(AwaitedTasks(["b", "a", "b"]).open == ["b", "a"])
    }

    @Test func `an end counts once, from wherever it becomes known`() {
        var tasks = AwaitedTasks(["a", "b"])
        let ends = [task("a", .started), task("a", .completed), task("a", .failed), task("other", .failed)].map {
            tasks.saw($0)
        }
        #expect(ends == [nil, .ended(task("a", .completed)), nil, nil])
        #expect(tasks.open == ["b"])
        #expect(tasks.verdict == .completed)
    }

    @Test func `a failure outweighs a cancellation, and that a completion`() {
        var tasks = AwaitedTasks(["a", "b", "c"])
        _ = tasks.saw(task("a", .cancelled))
        _ = tasks.saw(task("b", .completed))
        #expect(tasks.verdict == .cancelled)
        _ = tasks.saw(task("c", .failed))
        #expect(tasks.verdict == .failed)
    }

    @Test func `one that was removed counts as it had ended, and the others are still waited for`() {
        var tasks = AwaitedTasks(["a", "b", "c"])
        #expect(tasks.wasRemoved("a", endedAs: .completed) == .removed(id: "a", .completed))
        #expect(tasks.wasRemoved("a", endedAs: .failed) == nil)
        #expect(tasks.verdict == .completed)
        #expect(tasks.wasRemoved("b", endedAs: .cancelled) == .removed(id: "b", .cancelled))
        #expect(tasks.verdict == .cancelled)
        #expect(tasks.open == ["c"])
    }

    @Test func `a task that was known and is not any more was forgotten`() {
        var tasks = AwaitedTasks(["a", "b"])
        _ = tasks.saw(task("a", .started))
        let ends = ["a", "b", "b"].map { tasks.isUnknown($0) }
        #expect(ends == [.forgotten(id: "a"), .unknown(id: "b"), nil])
        #expect(tasks.open.isEmpty)
        #expect(tasks.verdict == .failed)
    }
}
