import Dashboard
import JSON
import ProgressModel
import Screen
import Testing

/// Details, times, title, mouse: what is shown besides the list.
struct LookingTests {
    @Test func `Enter opens the details, again fills the screen, Escape closes them`() {
        var scene = Scene.connected(Scene.day)
        scene.press(.enter)
        var screen = scene.screen()
        #expect(screen.contains("╭─ Spring campaign post ─") && screen.contains("▌3f2a9c1d"))
        scene.press(.down)
        #expect(scene.screen().contains("╭─ Poster, 4 variants ─"))
        scene.press("i")
        screen = scene.screen()
        #expect(screen.contains("╭─ Poster, 4 variants ─") && !screen.contains("▌"))
        scene.press(.escape)
        #expect(!scene.screen().contains("╭─"))
    }

    @Test func `details that fill the screen are scrolled by the moving keys, and the cursor stays`() {
        let lines = (1...60).map { (name: "fact-\($0)", value: JSONValue.integer(Int64($0))) }
        let long = Scene.task("long", .started) { $0.details = JSONObject(lines.map { ($0.name, $0.value) }) }
        var scene = Scene.connected([long, Scene.task("other", .started)])
        _ = scene.screen()
        scene.press(.enter, .enter)
        #expect(!scene.screen().contains("fact-60:"))
        scene.press("G")
        #expect(scene.screen().contains("fact-60: 60"))
        scene.press("k", .home)
        #expect(scene.screen().contains("created"))
        scene.press("j", .pageDown, .control("d"), .wheelDown)
        #expect(!scene.screen().contains("created"))
        #expect(scene.selectedID == "long")
        #expect(scene.press("y") == [.copy("long")])
    }

    @Test func `details beside the list are scrolled by keys of their own, anew for each task`() {
        let lines = (1...60).map { (name: "fact-\($0)", value: JSONValue.integer(Int64($0))) }
        let long = Scene.task("long", .started) { $0.details = JSONObject(lines.map { ($0.name, $0.value) }) }
        var scene = Scene.connected([long, Scene.task("other", .started)])
        scene.press("J")
        #expect(scene.screen().contains("No details are open: Enter opens them"))
        scene.press(.enter)
        #expect(scene.screen().contains("created") && !scene.screen().contains("fact-"))
        scene.press("J", "J", "J", "J")
        #expect(!scene.screen().contains("created") && scene.screen().contains("fact-"))
        #expect(scene.selectedID == "long")
        scene.press("K", "K", "K", "K", "K")
        #expect(scene.screen().contains("created"))
        scene.press("J", "j", "k")
        #expect(scene.screen().contains("created"), "another task's details begin at their beginning")
    }

    @Test func `a screen too low for both shows the details alone, and the footer tells how to go on`() {
        var scene = Scene.connected(Scene.day)
        _ = scene.screen(80, 24)
        scene.press(.enter)
        #expect(scene.screen(80, 24).contains(" Esc close  Enter full screen  K J scroll "))
        #expect(scene.screen(60, 12).contains(" Esc close  k j scroll "))
        scene.press(.enter)
        #expect(!scene.screen(60, 12).contains("▌"))
    }

    @Test func `what is cut ends with an ellipsis`() {
        let title = String(repeating: "long title ", count: 9)
        var scene = Scene.connected([Scene.task("a", .started) { $0.title = title }])
        _ = scene.screen()
        scene.press("c")
        #expect(scene.screen().contains("… │"))
        scene.press("n", .enter)
        #expect(scene.screen().contains("… ─╮"))
    }

    @Test func `the history is asked for when a task is shown and when its status changes`() {
        var scene = Scene.connected(Scene.day)
        #expect(scene.press(.enter) == [.fetchHistory(Scene.id(Scene.day[0].id))])
        #expect(scene.press(.down) == [.fetchHistory(Scene.id(Scene.day[1].id))])
        var ended = Scene.day[1]
        ended.status = .completed
        ended.seq += 1
        #expect(scene.send(.changed(ended)) == [.fetchHistory(Scene.id(Scene.day[1].id))])
        ended.seq += 1
        #expect(scene.send(.changed(ended)) == [])
    }

    private static let moments: [(ago: Double, offset: Int, text: String)] = [
        (0, 0, "12:00:00"), (0, 28_800, "20:00:00"), (-46_800, 0, "2026-02-13 23:00:00"), (0, -43_200, "00:00:00"),
        (-62_121_600, 0, "2024-02-26 12:00:00"), (-61_862_400, 0, "2024-02-29 12:00:00"),
        (-1_063_072_000, 0, "1992-06-08 10:13:20"), (.infinity, 0, "1970-01-01 00:00:00"),
    ]

    @Test(arguments: moments)
    func `moments are told in local time, with the day unless it is today`(ago: Double, offset: Int, text: String) {
        var scene = Scene.connected(
            [Scene.task("a", .pending) { $0.createdAt = Scene.noon + ago }],
            settings: DashboardSettings(utcOffset: offset),
        )
        scene.press(.enter)
        #expect(scene.screen(80, 30).contains("created       \(text)"))
    }

    @Test func `the title sums up and is quiet about what there is none of`() {
        var scene = Scene.connected(Scene.day)
        #expect(scene.state.windowTitle(at: scene.now) == "genboard 4▶ 1⏳ 1! 1✗ 65m")
        scene.disconnect()
        #expect(scene.state.windowTitle(at: scene.now) == "genboard offline 4▶ 1⏳ 1! 1✗")
        #expect(Scene.connected([]).state.windowTitle(at: scene.now) == "genboard")
    }

    @Test func `the header says when what runs will be done`() {
        var scene = Scene.connected([Scene.task("a", .started) { $0.etaSeconds = 70 }])
        #expect(scene.screen(100).contains("done in 1:10, at 12:01:10"))
        scene.wait(5)
        #expect(scene.screen(100).contains("done in 1:05, at 12:01:10"))
        scene.send(.changed(Scene.task("b", .started)))
        scene.wait(1)
        #expect(scene.screen(100).contains("not done before 12:01:10"))
    }

    @Test func `the throughput is drawn as a curve that runs out`() {
        var scene = Scene.connected([])
        for second in 0..<4 {
            for number in 0...(second * 3) {
                scene.send(.changed(Scene.task("\(number)", .completed) { $0.seq = second + 2 }))
            }
            scene.now = scene.now + 1
        }
        #expect(scene.screen().contains("▁▄▆█ "))
        scene.now = scene.now + 21
        #expect(!scene.screen().contains("█ "))
        #expect(scene.state.nextRedraw(after: scene.now) == nil)
    }

    @Test func `the end of the last task is announced once, where that was asked for`() {
        let tasks = [Scene.task("a", .started), Scene.task("b", .started)]
        func end(_ id: String) -> ServerNews { .changed(Scene.task(id, .completed) { $0.seq = 2 }) }
        var scene = Scene.connected(tasks, settings: DashboardSettings(announcesEnd: true))
        #expect(scene.send(end("a")) == [])
        #expect(scene.send(end("b")) == [.announce("genboard: every task has ended")])
        #expect(scene.send(end("b")) == [])
        var silent = Scene.connected(tasks)
        #expect(silent.send(end("a")) + silent.send(end("b")) == [])
    }

    @Test func `the mouse is off until it is asked for, chooses rows and opens them`() {
        var scene = Scene.connected(Scene.day)
        #expect(scene.press("m") == [.useMouse(true)])
        _ = scene.screen()
        scene.press(.click(row: 5, column: 10))
        #expect(scene.selectedID == Scene.day[2].id)
        scene.press(.click(row: 0, column: 0), .click(row: 20, column: 0), .click(row: 500, column: 500))
        #expect(scene.selectedID == Scene.day[2].id)
        scene.press(.wheelDown)
        #expect(scene.selectedID == Scene.day[5].id)
        scene.press(.wheelUp)
        #expect(scene.press(.click(row: 5, column: 10)) == [.fetchHistory(Scene.id(Scene.day[2].id))])
        #expect(scene.press("m") == [.useMouse(false)])
    }

    @Test func `the time left counts down between reports and stops at zero`() {
        var scene = Scene.connected([Scene.task("a", .started) { $0.etaSeconds = 70 }])
        #expect(scene.cursorRow()?.contains("1:10") == true)
        scene.now = scene.now + 5
        #expect(scene.cursorRow()?.contains("1:05") == true)
        scene.now = scene.now + 500
        #expect(scene.cursorRow()?.contains(" 0:00 ") == true)
    }

    @Test func `times are counted by the server's clock`() {
        var scene = Scene.connected([Scene.task("a", .started) { $0.etaSeconds = 70 }])
        scene.now = scene.now + -3_600
        scene.send(.clock(Scene.noon + 10))
        #expect(scene.cursorRow()?.contains("1:00") == true)
    }

    @Test func `the clock is only needed while something moves by it`() {
        var idle = Scene.connected([Scene.task("a", .completed, 100)])
        #expect(idle.state.nextRedraw(after: idle.now) == nil)
        idle.send(.changed(Scene.task("b", .pending)))
        #expect(idle.state.nextRedraw(after: idle.now + 0.25) == idle.now + 1)
        idle.send(.removed("b"))
        #expect(idle.state.nextRedraw(after: idle.now + 21) == nil)
        idle.disconnect()
        #expect(idle.state.nextRedraw(after: idle.now + 21.5) == idle.now + 22)
    }

    @Test func `only what somebody waits for is urgent`() {
        let task = Scene.day[0]
        let scene = Scene.connected(Scene.day)
        #expect(!scene.isUrgent(.changed(task)))
        var ended = task
        ended.status = .failed
        #expect(scene.isUrgent(.changed(ended)))
        #expect(scene.isUrgent(.changed(Scene.task("new", .pending))))
        #expect(scene.isUrgent(.connection(.connecting)))
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
        #expect(time < .milliseconds(400))
    }
}
