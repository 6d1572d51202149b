import Dashboard
import ProgressModel
import Screen
import TestSupport
import Testing

struct DashboardBehaviourTests {
    @Test func `a cancel is asked for by name and sent for that task`() {
        var scene = Scene.connected(Scene.day)
        #expect(scene.press(.down, .character("c")) == [])
        #expect(scene.screen().contains("8be01744-93a2-4a05-8a3c-6d1f70b2c9aa"))
        #expect(scene.press(.character("y")) == [.cancel(taskID: "8be01744-93a2-4a05-8a3c-6d1f70b2c9aa")])
        #expect(scene.screen().contains("Cancelling 8be01744"))
    }

    @Test func `quitting asks twice where it would stop a server that has work`() {
        var scene = Scene.connected(Scene.day, stopsServer: true)
        #expect(scene.press(.character("q")) == [])
        #expect(scene.screen().contains("q again quits"))
        scene.now = scene.now + 9
        #expect(scene.press(.character("q")) == [])
        #expect(scene.press(.character("q")) == [.quit])

        var idle = Scene.connected([], stopsServer: true)
        #expect(idle.press(.character("q")) == [.quit])
        var elsewhere = Scene.connected(Scene.day)
        #expect(elsewhere.press(.character("q")) == [.quit])
    }

    @Test func `the question stays about its task whatever the list does`() {
        var scene = Scene.connected(Scene.day)
        scene.press(.character("c"))
        scene.send(.removed(Scene.day[1].id))
        scene.send(.changed(Scene.task("0older", .started) { $0.createdAt = Scene.noon + -90_000 }))
        #expect(scene.press(.enter) == [.cancel(taskID: Scene.day[0].id)])
    }

    @Test(arguments: [
        ([Key.character("n")], false), ([.escape], false), ([.character("q")], false), ([.tab, .enter], false),
        ([.right, .enter], false), ([.tab, .backTab, .enter], true), ([.character("x"), .delete, .enter], true),
        ([.backspace, .character(" "), .character("c")], false),
    ])
    func `keys answer the question or do nothing`(keys: [Key], cancels: Bool) {
        var scene = Scene.connected(Scene.day)
        scene.press(.character("c"))
        let effects = keys.flatMap { scene.send(.key($0)) }
        #expect(effects == (cancels ? [.cancel(taskID: Scene.day[0].id)] : []))
    }

    @Test func `a task that ended or went away under the question is not cancelled`() {
        var ended = Scene.connected(Scene.day)
        ended.press(.character("c"))
        ended.send(.changed(Scene.task(Scene.day[0].id, .failed)))
        #expect(ended.press(.character("y")) == [])

        var gone = Scene.connected(Scene.day)
        gone.press(.character("c"))
        gone.send(.removed(Scene.day[0].id))
        #expect(gone.screen().contains("3f2a9c1d is gone"))
        #expect(gone.press(.enter) == [])
    }

    @Test(arguments: [
        (CancelAnswer.cancelled, "3f2a9c1d cancelled"), (.alreadyEnded(.completed), "3f2a9c1d was already completed"),
        (.failed("no right to cancel"), "3f2a9c1d could not be cancelled: no right to cancel"),
    ])
    func `the answer to a cancel is told, for a while`(answer: CancelAnswer, sentence: String) {
        var scene = Scene.connected(Scene.day)
        scene.press(.character("c"), .enter)
        scene.send(.cancelAnswered(taskID: Scene.day[0].id, answer))
        #expect(scene.screen().contains(sentence))
        scene.now = scene.now + 9
        #expect(!scene.screen().contains(sentence))
    }

    @Test func `without a connection nothing can be cancelled, and r tries again`() {
        var scene = Scene.connected(Scene.day)
        #expect(scene.press(.character("r")) == [])
        scene.press(.character("c"))
        scene.send(.connection(.disconnected(reason: "gone", since: scene.now, retryAt: nil)))
        #expect(scene.press(.enter, .character("c"), .enter) == [])
        #expect(scene.screen().contains("Not connected"))
        #expect(scene.press(.character("r")) == [.retryConnectionNow])
    }

    @Test func `a connection lost before the answer is told`() {
        var scene = Scene.connected(Scene.day)
        scene.press(.character("c"), .enter)
        scene.send(.connection(.disconnected(reason: "gone", since: scene.now, retryAt: nil)))
        #expect(scene.screen().contains("3f2a9c1d may not have been cancelled"))
    }

    @Test func `q closes what is open before it quits`() {
        var scene = Scene.connected(Scene.day)
        #expect(scene.press(.character("?"), .character("q"), .character("c"), .character("q")) == [])
        #expect(scene.press(.escape) == [])
        #expect(scene.press(.character("q")) == [.quit])
        #expect(scene.press(.character("c"), .control("c")) == [.quit])
    }

    @Test func `on a screen too small to show it nothing is cancelled`() {
        var scene = Scene.connected(Scene.day)
        _ = scene.picture(19, 3)
        #expect(scene.press(.character("c"), .enter) == [])
        #expect(scene.press(.character("q")) == [.quit])
    }

    @Test func `the rest of a snapshot replaces the list without losing the cursor`() {
        var scene = Scene.connected(Scene.day)
        scene.press(.down, .down)
        scene.send(.snapshotBegan)
        scene.send(.tasks([Scene.day[2]], more: true))
        #expect(scene.screen().contains("8be01744"))
        scene.send(.tasks([Scene.task("new", .pending)], more: false))
        #expect(!scene.screen().contains("8be01744"))
        #expect(scene.state.selectedID == Scene.day[2].id)
    }

    @Test func `the time left counts down between reports and stops at zero`() {
        var scene = Scene.connected([Scene.task("a", .started) { $0.etaSeconds = 70 }])
        #expect(scene.screen().contains("1:10"))
        scene.now = scene.now + 5
        #expect(scene.screen().contains("1:05"))
        scene.now = scene.now + 500
        #expect(scene.screen().contains(" 0:00 "))
    }

    @Test func `times are counted by the server's clock`() {
        var scene = Scene.connected([Scene.task("a", .started) { $0.etaSeconds = 70 }])
        scene.now = scene.now + -3_600
        scene.send(.serverClock(Scene.noon + 10))
        #expect(scene.screen().contains("1:00"))
    }

    @Test func `the clock is only needed while something moves by it`() {
        var idle = Scene.connected([Scene.task("a", .completed, 100)])
        #expect(idle.state.nextRedraw(after: idle.now) == nil)
        idle.send(.changed(Scene.task("b", .pending)))
        #expect(idle.state.nextRedraw(after: idle.now + 0.25) == idle.now + 1)
        idle.send(.removed("b"))
        #expect(idle.state.nextRedraw(after: idle.now + 6) == nil)
        idle.send(.connection(.disconnected(reason: "", since: idle.now, retryAt: nil)))
        #expect(idle.state.nextRedraw(after: idle.now + 6.5) == idle.now + 7)
    }

    @Test(arguments: 1...20)
    func `the cursor stays on its task unless a key moves it`(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var scene = Scene.connected([])
        let statuses: [TaskStatus] = [.pending, .started, .generatingImage, .completed, .failed, .cancelled]
        let moves: [Key] = [.up, .down, .pageUp, .pageDown, .home, .end, .control("u"), .control("d")]
        for step in 0..<600 {
            let before = scene.state.selectedID
            let id = "task-\(Int.random(in: 0..<60, using: &random))"
            scene.now = scene.now + 0.5
            switch Int.random(in: 0..<10, using: &random) {
            case 0: scene.send(.removed(id))
            case 1:
                scene.send(.key(moves.randomElement(using: &random) ?? .up))
                #expect((scene.state.selectedID == nil) == (before == nil))
                continue
            case 2: _ = scene.picture(80, .random(in: 4...20, using: &random))
            default:
                let now = scene.now
                let created = Scene.noon + Double.random(in: -50...50, using: &random)
                scene.send(
                    .changed(
                        Scene.task(id, statuses.randomElement(using: &random) ?? .pending) {
                            $0.createdAt = created
                            $0.finishedAt = $0.status.isTerminal ? now : nil
                        }
                    )
                )
            }
            let cursor = scene.screen(80, 12).split(separator: "\n").first { $0.hasPrefix("▌") }
            #expect(cursor?.contains(scene.state.selectedID ?? "?") ?? (scene.state.selectedID == nil))
            if let before, scene.state.selectedID != before {
                let everything = scene.state.view(size: Size(columns: 80, rows: 100), now: scene.now).lines
                #expect(!everything.contains { $0.contains(" \(before) ") }, "step \(step): the task was still there")
            }
        }
    }

    @Test func `a picture of ten thousand tasks is drawn in milliseconds`() {
        let tasks = (0..<10_000).map { number in
            Scene.task("task-\(number)", number % 3 == 0 ? .completed : .generatingImage, 40, "Title", "Message") {
                $0.createdAt = Scene.noon + Double(number)
            }
        }
        var scene = Scene.connected(tasks)
        _ = scene.picture(200, 50)
        let time = ContinuousClock().measure { for _ in 0..<20 { _ = scene.picture(200, 50) } } / 20
        print("10,000 tasks, 200x50: \(time) a picture (unoptimised build)")
        #expect(time < .milliseconds(200))
    }
}
