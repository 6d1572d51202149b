import Dashboard
import ProgressModel
import Screen
import Testing

/// A cancel hits the task that was meant, and says what becomes of it.
struct CancelTests {
    private let first = Scene.day[0]
    private let second = Scene.day[1]

    @Test func `a cancel is asked for by name and sent for that task as it was`() {
        var scene = Scene.connected(Scene.day)
        #expect(scene.press(.down, "c") == [])
        #expect(scene.screen().contains(second.id))
        #expect(scene.press("y") == [Scene.request(.cancel, second)])
        #expect(scene.screen().contains("Cancelling 8be01744"))
    }

    @Test func `the question stays about its task, and about how that was, whatever the list does`() {
        var scene = Scene.connected(Scene.day)
        scene.press("c")
        scene.send(.removed(second.id))
        scene.send(.changed(Scene.task("0older", .started) { $0.createdAt = Scene.noon + -90_000 }))
        var moved = first
        moved.seq += 1
        moved.progress = 50
        scene.send(.changed(moved))
        #expect(scene.press(.enter) == [Scene.request(.cancel, first)])
    }

    @Test func `another attempt under the question is left alone`() {
        var scene = Scene.connected(Scene.day)
        scene.press("c")
        var retried = first
        retried.attempt = 2
        scene.send(.changed(retried))
        #expect(scene.press(.enter) == [])
    }

    @Test func `what was typed before the question could be read is no answer to it`() {
        var scene = Scene.connected(Scene.day)
        scene.send(.key("c"))
        #expect(scene.send(.key("y")) == [])
        scene.send(.drawn)
        #expect(scene.send(.key("y")) == [Scene.request(.cancel, first)])
    }

    @Test(
        arguments: [
            (["n"], false), ([.escape], false), (["q"], false), ([.tab, .enter], false), ([.right, .enter], false),
            ([.tab, .backTab, .enter], true), (["x", .delete, .enter], true), ([.backspace, " ", "c"], false),
        ] as [([Key], Bool)]
    )
    func `keys answer the question or do nothing`(keys: [Key], cancels: Bool) {
        var scene = Scene.connected(Scene.day)
        scene.press("c")
        let effects = keys.flatMap { scene.press($0) }
        #expect(effects == (cancels ? [Scene.request(.cancel, first)] : []))
    }

    @Test func `a task that ended or went away under the question is not cancelled`() {
        var ended = Scene.connected(Scene.day)
        ended.press("c")
        ended.send(.changed(Scene.task(first.id, .failed)))
        #expect(ended.press("y") == [])

        var gone = Scene.connected(Scene.day)
        gone.press("c")
        gone.send(.removed(first.id))
        #expect(gone.screen().contains("3f2a9c1d is gone"))
        #expect(gone.press(.enter, .escape) == [])
    }

    @Test(arguments: [
        (ActionAnswer.done, "3f2a9c1d cancelled"), (.alreadyEnded(.completed), "3f2a9c1d was already completed"),
        (.failed("no right to cancel"), "3f2a9c1d could not be cancelled: no right to cancel"),
        (.notOffered, "3f2a9c1d could not be cancelled: the server does not offer it"),
    ])
    func `the answer to a cancel is told, for a while`(answer: ActionAnswer, sentence: String) {
        var scene = Scene.connected(Scene.day)
        scene.press("c", .enter)
        scene.answer(.cancel, first, answer)
        #expect(scene.screen().contains(sentence))
        scene.now = scene.now + 9
        #expect(!scene.screen().contains(sentence))
    }

    @Test func `with a grace time it is sent when that is over, and u takes it back`() {
        var scene = Scene.connected(Scene.day, settings: DashboardSettings(cancelling: .grace))
        #expect(scene.press("c") == [])
        #expect(scene.screen().contains("is cancelled in 3 s: u takes it back"))
        #expect(scene.cursorRow()?.contains("cancelling -3") == true)
        #expect(scene.state.nextRedraw(after: scene.now) == scene.now + 1)
        scene.now = scene.now + 2.9
        #expect(scene.press("u") == [])
        #expect(scene.screen().contains("3f2a9c1d goes on"))
        scene.now = scene.now + 5
        #expect(scene.send(.clockTicked) == [])

        scene.press("c")
        scene.now = scene.now + 3
        #expect(scene.send(.clockTicked) == [Scene.request(.cancel, first)])
        #expect(scene.press("u") == [])
        #expect(scene.screen().contains("There is no cancel to take back"))
    }

    @Test func `a grace time that ends without a connection sends nothing and says so`() {
        var scene = Scene.connected(Scene.day, settings: DashboardSettings(cancelling: .grace))
        scene.press("c")
        scene.disconnect()
        scene.now = scene.now + 4
        #expect(scene.send(.clockTicked) == [])
        #expect(scene.screen().contains("3f2a9c1d was not cancelled"))
    }

    @Test func `many are counted, with what is lost, and each answer is shown`() {
        var scene = Scene.connected(Scene.day)
        scene.press("A", "c")
        let question = scene.screen()
        #expect(question.contains("Cancel 6 tasks?"))
        #expect(question.contains("5 running: 42:38 of work is lost"))
        #expect(question.contains("1 not begun"))
        let effects = scene.press("y")
        #expect(Set(effects.map { "\($0)" }) == Set(Scene.day[..<6].map { "\(Scene.request(.cancel, $0))" }))
        scene.answer(.cancel, first, .done)
        scene.answer(.cancel, second, .failed("it is on fire"))
        let answers = scene.screen()
        #expect(answers.contains("2 of 6 answered"))
        #expect(answers.contains("✓ 3f2a9c1d cancelled"))
        #expect(answers.contains("✗ 8be01744 could not be cancelled: it is on fire"))
        scene.press(.escape)
        #expect(!scene.screen().contains("marked"))
        scene.press(":")
        scene.type("answers")
        scene.press(.enter)
        #expect(scene.screen().contains("2 of 6 answered"))
    }

    @Test func `what is asked for one task of the many before is answered by itself`() {
        var scene = Scene.connected(Scene.day)
        scene.press(" ", " ", "c", "y")
        scene.answer(.cancel, first, .failed("it is on fire"))
        scene.answer(.cancel, second, .done)
        scene.press(.escape, "g", "c", "y")
        scene.answer(.cancel, first, .failed("it is gone up in smoke"))
        #expect(scene.screen().contains("3f2a9c1d could not be cancelled: it is gone up in smoke"))
        scene.press("X", "y")
        scene.answer(.force, first, .done)
        #expect(scene.screen().contains("3f2a9c1d cancelled"))
        scene.press(":")
        scene.type("answers")
        scene.press(.enter)
        #expect(scene.screen().contains("could not be cancelled: it is on fire"))
    }

    @Test func `long answers are shown whole, and the last one can be reached`() {
        var scene = Scene.connected(Scene.day)
        scene.press("A", "c", "y")
        let reason = (1...20).map { "reason-\($0)" }.joined(separator: " ")
        for task in Scene.day[..<6] { scene.answer(.cancel, task, .failed(reason)) }
        let top = scene.screen()
        #expect(top.contains("3f2a9c1d could not") && top.contains("reason-20"))
        #expect(scene.screen(80, 16).contains("more below"))
        for _ in 0..<6 { scene.press(.down) }
        let foot = scene.screen(80, 16)
        #expect(!foot.contains("more below"))
        let last = foot.split(separator: "b6c2d8f1 could not be cancelled")
        #expect(last.count == 2 && last.last?.contains("reason-20") == true)
    }

    @Test func `marks of tasks that are gone are not counted`() {
        var scene = Scene.connected(Scene.day)
        scene.press(" ", " ", " ")
        #expect(scene.screen().contains("3 marked"))
        scene.send(.removed(second.id))
        #expect(scene.screen().contains("2 marked"))
        scene.press("c")
        #expect(scene.screen().contains("Cancel 2 tasks?"))
        scene.press("n", "U", "c")
        #expect(scene.screen().contains("Cancel this task?"))
    }

    @Test func `by filter from the command line, on the list or not`() {
        var scene = Scene.connected(Scene.day)
        scene.press("7", ":")
        scene.type("cancel status:pending,stalled")
        scene.press(.enter)
        #expect(scene.screen().contains("Cancel 2 tasks?"))
    }

    @Test func `force asks always, and is offered to one that does not let go`() {
        var scene = Scene.connected(Scene.day, settings: DashboardSettings(cancelling: .grace))
        for _ in 0..<6 { scene.press(.down) }
        #expect(scene.cursorRow()?.contains("releasing") == true)
        scene.now = scene.now + 30
        #expect(scene.screen().contains("The worker has not let go for 0:33: X cancels with force"))
        scene.press("X")
        #expect(scene.screen().contains("Cancel this task with force?"))
        #expect(scene.press("y") == [Scene.request(.force, Scene.day[6])])
    }

    @Test func `the life of a cancel can be followed to the end`() {
        var scene = Scene.connected(Scene.day)
        scene.press("c", "y")
        scene.now = scene.now + 2
        #expect(scene.cursorRow()?.contains("cancelling 0:02") == true)
        var task = first
        task.status = .cancelled
        task.isReleasing = true
        task.finishedAt = scene.now
        task.seq += 1
        scene.send(.changed(task))
        scene.answer(.cancel, first, .done)
        scene.now = scene.now + 3
        #expect(scene.cursorRow()?.contains("releasing 0:03") == true)
        task.isReleasing = false
        task.seq += 1
        scene.send(.changed(task))
        #expect(scene.screen().contains("3f2a9c1d has let go of everything after 0:05"))
        scene.press(.enter)
        let details = scene.screen(80, 50)
        for step in ["cancel requested here", "cancel delivered", "everything let go"] {
            #expect(details.contains(step), "\(step)")
        }
    }

    @Test func `without a connection nothing can be cancelled, and r tries again`() {
        var scene = Scene.connected(Scene.day)
        #expect(scene.press("r") == [])
        scene.press("c")
        scene.disconnect()
        #expect(scene.press(.enter, "c", .enter, .escape) == [])
        #expect(scene.screen().contains("Not connected"))
        #expect(scene.press("r") == [.retryNow([Scene.server])])
    }

    @Test func `a connection lost before the answer is told, also when it is back`() {
        var scene = Scene.connected(Scene.day)
        scene.press("c", .enter)
        scene.disconnect()
        #expect(scene.screen().contains("3f2a9c1d may not have been cancelled"))
        scene.send(.connection(.connected(ServerIdentity())))
        #expect(scene.screen().contains("3f2a9c1d may not have been cancelled"))
    }

    @Test func `no sentence outlives the connection it was said of`() {
        var scene = Scene.connected(Scene.day)
        scene.press("y")
        #expect(scene.screen().contains("Copied"))
        scene.disconnect()
        #expect(scene.screen().contains("Connection reset by peer"))
        #expect(!scene.screen().contains("Copied"))
        scene.press("c")
        scene.disconnect()
        #expect(scene.screen().contains("Not connected"), "another try that failed changes nothing")
        scene.send(.connection(.connected(ServerIdentity())))
        #expect(!scene.screen().contains("Not connected"))
    }

    @Test func `on a screen too small to show it nothing is cancelled`() {
        var scene = Scene.connected(Scene.day)
        _ = scene.picture(19, 3)
        #expect(scene.press("c", .enter) == [])
        #expect(scene.press("q") == [.quit])
    }
}
