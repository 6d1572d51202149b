import Dashboard
import ProgressModel
import Screen
import Testing

/// Several servers in one list: whatever is done, it is done to the task of the server whose row was looked at.
struct SeveralServersTests {
    private static let second = Scene.second

    /// A task of the same id on each of them, and one besides on the first.
    private static func twins() -> Scene {
        Scene.onTwoServers([twin("first"), Scene.task("other", .started, 50)], [twin("second")])
    }

    private static func twin(_ title: String) -> GenerationTask {
        Scene.task("same", .started, 10, title) { $0.createdAt = Scene.noon + -90 }
    }

    private func ids(_ scene: inout Scene) -> [String] {
        scene.picture(80, 24).lines.dropFirst(4).dropLast(2).filter { $0.contains("%") }
            .map { $0.dropFirst().split(separator: " ").prefix(2).joined(separator: " ") }
    }

    @Test func `the merged list names the server of each row, and a tab shows one server's rows`() {
        var scene = SeveralServersTests.twins()
        #expect(ids(&scene) == ["same gpu-1", "same gpu-2", "other gpu-1"])
        scene.press(.tab)
        #expect(!scene.screen().contains("SERVER"))
        #expect(ids(&scene).map { $0.prefix(5) } == ["same ", "other"])
        scene.press(.tab)
        #expect(ids(&scene).count == 1)
        #expect(scene.state.selectedID == Scene.id("same", on: SeveralServersTests.second))
        scene.press(.tab)
        #expect(ids(&scene).count == 3)
        scene.press(.backTab)
        #expect(ids(&scene).count == 1)
        scene.press(.escape)
        #expect(ids(&scene).count == 3)
    }

    @Test func `a cancel reaches the server of the row, with a question or a grace time`() {
        var asked = SeveralServersTests.twins()
        asked.press(.down, "c")
        #expect(asked.screen().contains("gpu-2/same"))
        let expected = [Scene.request(.cancel, SeveralServersTests.twin("second"), on: SeveralServersTests.second)]
        #expect(asked.press("y") == expected)
        #expect(ids(&asked).count == 3)
        #expect(asked.cursorRow()?.contains("cancelling") == true)
        #expect(asked.screen().split(separator: "\n").count { $0.contains("cancelling") } == 1)
        asked.answer(.cancel, SeveralServersTests.twin(""), .done, from: SeveralServersTests.second)
        #expect(asked.screen().contains("gpu-2/same cancelled"))

        let settings = DashboardSettings(cancelling: .grace)
        var granted = Scene.onTwoServers(
            [SeveralServersTests.twin("first")],
            [SeveralServersTests.twin("second")],
            settings: settings,
        )
        granted.press("c", .down, "c", "u")
        #expect(granted.screen().contains("gpu-2/same goes on"))
        granted.now = granted.now + 4
        #expect(granted.send(.clockTicked) == [Scene.request(.cancel, SeveralServersTests.twin("first"))])
    }

    @Test func `marks of both servers are asked about together, and each answer is told of its own`() {
        var scene = SeveralServersTests.twins()
        let effects = scene.press(" ", " ", "c", "y")
        #expect(
            effects == [
                Scene.request(.cancel, SeveralServersTests.twin("first")),
                Scene.request(.cancel, SeveralServersTests.twin("second"), on: SeveralServersTests.second),
            ]
        )
        scene.answer(
            .cancel,
            SeveralServersTests.twin(""),
            .failed("it is on fire"),
            from: SeveralServersTests.second,
        )
        let answers = scene.screen()
        #expect(answers.contains("1 of 2 answered"))
        #expect(answers.contains("✗ gpu-2/same could not be cancelled: it is on fire"))
        #expect(answers.contains("gpu-1/same asked"))
    }

    @Test func `nothing is done to marks that another server's tab hides`() {
        let failed = ["a", "b", "c"].map { Scene.task($0, .failed) }
        var scene = Scene.onTwoServers(failed, [Scene.task("d", .failed)])
        for server in [Scene.server, Scene.second] {
            let identity = ServerIdentity(taskTypes: ["content_generation"])
            scene.send(.connection(.connected(identity)), from: server)
        }
        scene.press(.tab, "A", .tab)
        #expect(!scene.screen().contains("marked"))
        #expect(scene.press("t") == [Scene.request(.retry, Scene.task("d", .failed), on: Scene.second)])

        scene.press(.tab, "A")
        #expect(scene.press("t") == [])
        #expect(scene.screen().contains("Retry 4 tasks?"))
        scene.press("n", .tab)
        #expect(scene.screen().contains("3 marked"))
    }

    @Test func `one server's loss dims its rows, refuses actions on them and leaves the others alone`() {
        var scene = SeveralServersTests.twins()
        scene.disconnect(SeveralServersTests.second)
        scene.now = scene.now + 17
        let frame = scene.picture(100, 24)
        let rows = frame.lines.indices.filter { frame.lines[$0].contains("0%") }
        #expect(rows.map { frame[$0, 30].style.isDim } == [false, true, false])
        #expect(frame.lines[rows[1]].contains("0:17 old · "))
        #expect(frame.lines[0].contains("1 of 2 connected"))
        #expect(frame.lines[1].contains("gpu-2 stale · 0:17 · retry 4 s"))

        scene.press(.down)
        #expect(scene.screen().contains("gpu-2: Connection reset by peer; r tries again now"))
        #expect(scene.press("c", "d", .enter, .escape) == [])
        #expect(scene.screen().contains("gpu-2 is not connected"))
        scene.press(.up)
        #expect(scene.press("c", "y") == [Scene.request(.cancel, SeveralServersTests.twin("first"))])
        #expect(scene.press("r") == [.retryNow([SeveralServersTests.second])])
        scene.press(.tab)
        #expect(scene.press("r") == [])
        #expect(scene.screen().contains("Connected already"))
        scene.press(.tab)
        #expect(scene.press("r") == [.retryNow([SeveralServersTests.second])])
    }

    @Test func `of many the tasks of a lost server are left alone, and the question and the answers say so`() {
        var scene = SeveralServersTests.twins()
        scene.press("A")
        scene.disconnect(SeveralServersTests.second)
        scene.press("c")
        #expect(scene.screen().contains("1 whose server takes no orders, left alone"))
        #expect(scene.press("y").count == 2)
        #expect(scene.screen().contains("✗ gpu-2/same could not be cancelled: gpu-2 is not connected"))

        scene.press(.escape, .tab, .tab, " ")
        #expect(scene.press("c") == [])
        #expect(scene.screen().contains("gpu-2 is not connected"))
        scene.press("U", .escape, ":")
        scene.disconnect()
        scene.type("cancel same")
        scene.press(.enter)
        #expect(scene.screen().contains("Not connected: nothing"), "it is about both")
    }

    @Test func `what one server does not offer or allow the other may`() {
        var scene = SeveralServersTests.twins()
        scene.press("X", "y")
        scene.answer(.force, SeveralServersTests.twin(""), .notOffered)
        scene.press("X")
        #expect(scene.screen().contains("This server does not offer it"))
        scene.press(.down, "X")
        #expect(scene.screen().contains("Cancel this task with force?"))
        scene.press("n")
        scene.send(.connection(.connected(ServerIdentity(roles: ["viewer"]))), from: SeveralServersTests.second)
        scene.press("c")
        #expect(scene.screen().contains("This connection may only watch"))
        scene.press(.up, "c")
        #expect(scene.screen().contains("Cancel this task?"))
    }

    @Test func `a task that goes away on one server stays on the other`() {
        var scene = SeveralServersTests.twins()
        scene.send(.removed("same"), from: SeveralServersTests.second)
        scene.wait(2)
        #expect(ids(&scene) == ["same gpu-1", "other gpu-1"])
        scene.send(.removed("same"))
        scene.wait(2)
        #expect(scene.cursorRow()?.contains("gone from") == true)
        #expect(ids(&scene) == ["same gpu-1", "other gpu-1"])
        scene.press(.down)
        scene.wait(2)
        #expect(ids(&scene) == ["other gpu-1"])
    }

    @Test func `a full list of one server says nothing about the other's tasks`() {
        var scene = SeveralServersTests.twins()
        scene.send(.snapshotBegan, from: SeveralServersTests.second)
        scene.send(.tasks([], more: false), from: SeveralServersTests.second)
        scene.wait(2)
        #expect(ids(&scene) == ["same gpu-1", "other gpu-1"])
    }

    @Test func `details, history and copy are of the row's server`() {
        var scene = SeveralServersTests.twins()
        _ = scene.screen()
        let id = Scene.id("same", on: SeveralServersTests.second)
        #expect(scene.press(.down, .enter) == [.fetchHistory(id)])
        scene.send(.history(id, [HistoryLine(time: Scene.noon, text: "made by hand")]))
        let screen = scene.screen(80, 50)
        #expect(screen.contains("server        gpu-2 · http://gpu-2:5000"))
        #expect(screen.contains("made by hand"))
        #expect(scene.press("y") == [.copy("same")])
        scene.press(.up)
        #expect(!scene.screen(80, 50).contains("made by hand"))
    }

    @Test func `header, counts and title are about what the tab shows`() {
        let slow = Scene.task("slow", .started, 10) { $0.etaSeconds = 600 }
        let quick = Scene.task("quick", .started, 10) { $0.etaSeconds = 30 }
        var scene = Scene.onTwoServers([quick, Scene.task("bad", .failed)], [slow])
        #expect(scene.state.windowTitle(at: scene.now) == "genboard 2▶ 1✗ 10m")
        #expect(scene.screen(120).contains("done in 10:00"))
        scene.press(.tab)
        #expect(scene.state.windowTitle(at: scene.now) == "genboard 1▶ 1✗ <1m")
        let screen = scene.screen(120)
        #expect(screen.contains("gpu-1:5000   done in 0:30"))
        #expect(screen.contains("● 1 running") && screen.contains("✗ 1 failed"))
        scene.press(.tab)
        scene.disconnect(SeveralServersTests.second)
        #expect(scene.state.windowTitle(at: scene.now) == "genboard offline 1▶")
        scene.press(.tab)
        #expect(scene.state.windowTitle(at: scene.now) == "genboard 2▶ 1✗ <1m")
    }

    @Test func `each server's times are counted by its own clock`() {
        var scene = Scene.onTwoServers(
            [Scene.task("here", .started) { $0.etaSeconds = 70 }],
            [Scene.task("there", .started) { $0.etaSeconds = 70 }],
        )
        scene.send(.clock(scene.now + 10), from: SeveralServersTests.second)
        let rows = scene.picture(80, 24).lines
        #expect(rows.contains { $0.contains("here") && $0.contains(" 1:10 ") })
        #expect(rows.contains { $0.contains("there") && $0.contains(" 1:00 ") })
    }

    @Test func `server is a field of the filter, a word that is searched, and an order`() {
        var scene = SeveralServersTests.twins()
        scene.press("/")
        scene.type("server:gpu-2")
        #expect(ids(&scene) == ["same gpu-2"])
        scene.press(.control("u"))
        scene.type("!gpu-2")
        #expect(ids(&scene) == ["same gpu-1", "other gpu-1"])
        scene.press(.escape, ":")
        scene.type("sort-next server")
        scene.press(.enter)
        #expect(ids(&scene) == ["other gpu-1", "same gpu-1", "same gpu-2"])
        #expect(scene.screen().contains("SERVE▲"))

        var alone = Scene.connected(Scene.day)
        alone.press("/")
        alone.type("server:x")
        #expect(alone.screen().contains("server: is for genboard watch with several servers"))
    }

    @Test func `a command line that names a filter is about the servers shown`() {
        var scene = SeveralServersTests.twins()
        scene.press(.tab, .tab, ":")
        scene.type("cancel same")
        scene.press(.enter)
        #expect(scene.screen().contains("gpu-2/same"))
        #expect(scene.press("y").count == 1)
        scene.press(":")
        scene.type("cancel other")
        #expect(scene.press(.enter) == [])
        #expect(scene.screen().contains("No task matches other"))
    }

    @Test func `a tab is chosen by its name, with completion`() {
        var scene = SeveralServersTests.twins()
        scene.press(":")
        scene.type("next-server gpu-2")
        scene.press(.enter)
        #expect(ids(&scene).count == 1)
        scene.press(":")
        scene.type("next-server a")
        scene.press(.tab, .backspace, .enter)
        #expect(ids(&scene).count == 3)
        scene.press(":")
        scene.type("next-server gpu-3")
        scene.press(.enter)
        #expect(scene.screen().contains("There is no server \"gpu-3\": all, gpu-1, gpu-2"))
    }

    @Test func `with one server nothing is said of servers`() {
        var scene = Scene.connected(Scene.day)
        let before = scene.screen()
        scene.press("?")
        #expect(!scene.screen(80, 100).contains("next, previous server"))
        scene.press(.escape, ":")
        scene.type("server")
        #expect(!scene.screen().contains("next-server"))
        scene.press(.escape)
        #expect(scene.screen() == before)
    }

    @Test func `what a lost server was asked for may not have been done; the other's answer still comes`() {
        var scene = SeveralServersTests.twins()
        scene.press("c", "y", .down, "c", "y")
        scene.disconnect(SeveralServersTests.second)
        #expect(scene.screen().contains("gpu-2/same may not have been cancelled"))
        #expect(scene.screen().split(separator: "\n").count { $0.contains("cancelling") } == 1)
    }

    @Test func `the end of the last task of all servers is announced`() {
        let settings = DashboardSettings(announcesEnd: true)
        var scene = Scene.onTwoServers([Scene.task("a", .started)], [Scene.task("a", .started)], settings: settings)
        let ended = Scene.task("a", .completed) { $0.seq = 2 }
        #expect(scene.send(.changed(ended)) == [])
        #expect(scene.send(.changed(ended), from: Scene.second) == [.announce("genboard: every task has ended")])
    }

    @Test(arguments: [
        (["localhost", "gpu-1"], ["localhost", "gpu-1"]),
        (["127.0.0.1:27431", "127.0.0.1:27432"], ["127…7431", "127…7432"]),
    ])
    func `names that are too long for the list are cut so that they differ`(names: [String], shown: [String]) {
        var scene = Scene(servers: names.map { ServerLabel(url: "http://\($0)", name: $0) })
        for server in 0..<2 {
            scene.send(.tasks([Scene.task("task", .pending)], more: false), from: ServerID(server))
        }
        #expect(ids(&scene) == shown.map { "task \($0)" })
    }

    @Test func `a server that never answered is not called stale`() {
        var scene = Scene(servers: Scene.twoServers)
        scene.disconnect(Scene.second)
        #expect(scene.screen().contains("○ gpu-1 connecting  ○ gpu-2 disconnected · retry 21 s"))
    }

    @Test func `the clock is only needed while something moves by it, on any server`() {
        let ended = Scene.task("a", .completed, 100)
        var scene = Scene.onTwoServers([ended], [ended])
        #expect(scene.state.nextRedraw(after: scene.now) == nil)
        scene.disconnect(Scene.second)
        #expect(scene.state.nextRedraw(after: scene.now + 0.25) == scene.now + 1)
        scene.press(.tab)
        #expect(scene.state.nextRedraw(after: scene.now + 0.25) == scene.now + 1)
    }

    @Test func `servers share what a dashboard keeps`() {
        let labels = (1...100).map { ServerLabel(url: "http://gpu-\($0):5000", name: "gpu-\($0)") }
        var scene = Scene(servers: labels)
        scene.send(.connection(.connected(ServerIdentity())), from: ServerID(99))
        scene.send(.tasks((0..<1_002).map { Scene.task("task-\($0)", .pending) }, more: false), from: ServerID(99))
        #expect(scene.screen(200).contains("+2 not shown"))
    }
}
