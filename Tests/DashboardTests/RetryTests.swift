import Dashboard
import ProgressModel
import Screen
import Testing

/// Doing a task once more, where its server has workers of its own.
struct RetryTests {
    private static let failed = Scene.day.filter { $0.status == .failed }
    private static let cancelled = Scene.day.filter { $0.status == .cancelled && !$0.isReleasing }

    private func scene(_ types: Set<String>) -> Scene {
        Scene.connected(Scene.day, server: ServerIdentity(taskTypes: types))
    }

    private static let types = Set(Scene.day.map(\.type))

    @Test func `a failed task is retried at once, for nothing is lost by it`() throws {
        var scene = scene(RetryTests.types)
        let task = try #require(RetryTests.failed.first)
        scene.press("8")
        #expect(scene.screen(120).contains("t retry"))
        #expect(scene.press("t") == [Scene.request(.retry, task)])
        #expect(scene.screen().contains("Retrying "))
        scene.answer(.retry, task, .failed("the queue is full"))
        #expect(scene.screen().contains("could not be retried: the queue is full"))
        scene.answer(.retry, task, .done)
        #expect(scene.screen().contains(" retried"))
    }

    @Test func `only failed and cancelled tasks are, and only where somebody does them`() {
        var scene = scene(RetryTests.types)
        #expect(scene.press("t") == [])
        #expect(scene.screen().contains("only failed and cancelled tasks are retried"))
        #expect(!scene.screen(120).contains("t retry"))

        var without = self.scene(["something_else"])
        #expect(without.press("8", "t") == [])
        #expect(without.screen().contains("The server has no worker for "))

        var none = Scene.connected(Scene.day)
        #expect(none.press("8", "t") == [])
        #expect(none.screen().contains("This server has no workers of its own"))
        none.press("?")
        #expect(none.screen(80, 90).contains("This server has no workers of its own"), "also in the help")
    }

    @Test func `marked ones are counted in a question, then retried together, and the others left alone`() {
        var scene = scene(RetryTests.types)
        let wanted = (RetryTests.failed + RetryTests.cancelled).map { Scene.request(.retry, $0) }
        #expect(scene.press("A", "t") == [])
        #expect(scene.screen().contains("Retry \(wanted.count) tasks?"))
        let effects = scene.press("y")
        #expect(effects.count == wanted.count && wanted.allSatisfy(effects.contains))
        #expect(scene.screen().contains("Retrying: 0 of \(wanted.count) answered"))
    }

    @Test func `one that is not under the cursor is asked about by name`() throws {
        let task = try #require(RetryTests.failed.first)
        var scene = scene(RetryTests.types)
        scene.press(":")
        scene.type("retry status:failed")
        #expect(scene.press(.enter) == [])
        #expect(scene.screen().contains("Retry this task?"))
        #expect(scene.screen().contains(task.id))
        var begun = task
        begun.attempt = 2
        begun.seq += 1
        begun.status = .pending
        scene.send(.changed(begun))
        #expect(scene.screen().contains("Nothing is left to retry"))
        #expect(scene.press(.enter) == [])
    }
}
