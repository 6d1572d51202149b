import Dashboard
import ProgressModel
import Screen
import TestSupport
import Testing

/// Rows hold still while somebody is about to act on one.
struct HoldingStillTests {
    private static func tasks(_ ids: String...) -> [GenerationTask] {
        ids.enumerated().map { number, id in
            Scene.task(id, .started, 10) { $0.createdAt = Scene.noon + Double(number) }
        }
    }

    private func ended(_ id: String) -> GenerationTask {
        Scene.task(id, .completed, 100) {
            $0.seq = 2
            $0.finishedAt = Scene.noon + 10
        }
    }

    @Test func `no row moves within a second of a key, and then all do`() {
        var scene = Scene.connected(HoldingStillTests.tasks("a", "b", "c"))
        scene.wait(5)
        scene.press(.down)
        scene.send(.changed(ended("a")))
        scene.send(.changed(Scene.task("older", .pending) { $0.createdAt = Scene.noon + -90 }))
        scene.send(.removed("c"))
        #expect(scene.rows() == ["a", "b", "c"])
        #expect(scene.screen().contains("gone from the"))
        #expect(scene.state.nextRedraw(after: scene.now) == scene.now + 1)
        scene.wait(1)
        #expect(scene.rows() == ["older", "b", "a"])
        #expect(scene.selectedID == "b")
    }

    @Test func `rows hold still as long as a question stands`() {
        var scene = Scene.connected(HoldingStillTests.tasks("a", "b", "c"))
        scene.press("c")
        scene.wait(60)
        scene.send(.changed(ended("b")))
        scene.wait(60)
        scene.press(.escape)
        #expect(scene.rows() == ["a", "b", "c"])
        scene.wait(2)
        #expect(scene.rows() == ["a", "c", "b"])
    }

    @Test func `a task that goes away stays under the cursor until that leaves`() {
        var scene = Scene.connected(HoldingStillTests.tasks("a", "b", "c"))
        scene.press(.down)
        scene.wait(5)
        scene.send(.removed("b"))
        #expect(scene.rows() == ["a", "b", "c"])
        #expect(scene.cursorRow()?.contains("gone from the") == true)
        #expect(scene.press("c", .escape, "d", .escape) == [])
        scene.wait(5)
        scene.press(.down)
        #expect(scene.selectedID == "c")
        scene.wait(2)
        #expect(scene.rows() == ["a", "c"])
    }

    @Test func `a task that no longer fits the filter stays under the cursor until that leaves`() {
        var scene = Scene.connected(HoldingStillTests.tasks("a", "b", "c"))
        scene.press("3", .down)
        scene.wait(5)
        scene.send(.changed(ended("a")))
        scene.send(.changed(ended("b")))
        #expect(scene.rows() == ["b", "c"])
        #expect(scene.selectedID == "b")
        scene.press(.down)
        scene.wait(2)
        #expect(scene.rows() == ["c"])
    }

    @Test func `z freezes rows and values until it is pressed again`() {
        var scene = Scene.connected(HoldingStillTests.tasks("a", "b", "c"))
        scene.press("z")
        scene.wait(30)
        let picture = scene.rows()
        scene.send(.changed(ended("a")))
        scene.send(.removed("b"))
        scene.wait(30)
        #expect(scene.rows() == picture)
        #expect(scene.cursorRow()?.contains(" 10% ") == true)
        #expect(scene.screen().contains("frozen 1:00, z goes on"))
        scene.press(.down, "z")
        scene.wait(2)
        #expect(scene.selectedID == "b")
        #expect(scene.rows() == ["b", "c", "a"])
    }

    @Test func `an older record never takes the place of a newer one`() {
        var scene = Scene.connected(
            [Scene.task("a", .started, 80) { $0.seq = 9 }],
            server: ServerIdentity(epoch: "1"),
        )
        scene.send(.changed(Scene.task("a", .started, 10) { $0.seq = 8 }))
        scene.send(.snapshotBegan)
        scene.send(.tasks([Scene.task("a", .started, 20) { $0.seq = 7 }], more: false))
        #expect(scene.cursorRow()?.contains(" 80% ") == true)
        scene.send(.changed(Scene.task("a", .started, 5) { ($0.seq, $0.attempt) = (1, 2) }))
        #expect(scene.cursorRow()?.contains(" 5% ") == true)

        // A server that began a new life counts anew.
        scene.send(.connection(.connected(ServerIdentity(epoch: "2"))))
        scene.send(.snapshotBegan)
        scene.send(.tasks([Scene.task("a", .started, 3)], more: true))
        #expect(scene.cursorRow()?.contains(" 3% ") == true)
        scene.send(.changed(Scene.task("a", .started, 4) { $0.seq = 2 }))
        scene.send(.tasks([Scene.task("a", .started, 3)], more: false))
        #expect(scene.cursorRow()?.contains(" 4% ") == true)
    }

    @Test func `a server that counts anew is believed also when the connection was lost once more before it told`() {
        var scene = Scene.connected(
            [Scene.task("a", .started, 80) { $0.seq = 9 }],
            server: ServerIdentity(epoch: "1"),
        )
        for _ in 0..<2 {
            scene.send(.connection(.disconnected(reason: "gone", since: scene.now, retryAt: nil)))
            scene.send(.connection(.connected(ServerIdentity(epoch: "2"))))
        }
        scene.send(.snapshotBegan)
        scene.send(.tasks([Scene.task("a", .started, 3)], more: false))
        #expect(scene.cursorRow()?.contains(" 3% ") == true)
    }

    @Test func `the rest of a snapshot replaces the list without losing the cursor`() {
        var scene = Scene.connected(Scene.day)
        scene.press(.down, .down)
        scene.wait(2)
        scene.send(.snapshotBegan)
        scene.send(.tasks([Scene.day[2]], more: true))
        #expect(scene.screen().contains("8be01744"))
        scene.send(.tasks([Scene.task("new", .pending)], more: false))
        #expect(!scene.screen().contains("8be01744"))
        #expect(scene.selectedID == Scene.day[2].id)
    }

    @Test func `f follows what changes its status until the cursor is moved`() {
        var scene = Scene.connected(HoldingStillTests.tasks("a", "b", "c"))
        scene.press("f")
        scene.wait(5)
        scene.send(.changed(ended("b")))
        #expect(scene.selectedID == "b")
        scene.send(.changed(Scene.task("d", .pending)))
        #expect(scene.selectedID == "d")
        scene.press(.home)
        scene.wait(5)
        scene.send(.changed(ended("c")))
        #expect(scene.selectedID != "c")
    }

    @Test(arguments: 1...12, [1, 2])
    func `the id under the cursor is unchanged unless a key moved it`(seed: Int, serverCount: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var scene = serverCount == 1 ? Scene.connected([]) : Scene.onTwoServers([], [])
        let statuses: [TaskStatus] = [.pending, .started, .generatingImage, .completed, .failed, .cancelled]
        let moving: [Key] =
            [
                .up, .down, .pageUp, .pageDown, .home, .end, .control("u"), .control("d"), " ", "1", "2", "5", "v", "[",
                "]", "/", "4", .enter, .escape, "n", "N", .click(row: 6, column: 3), "<", ">", "I",
            ] + (serverCount == 1 ? [] : [.tab, .backTab])
        let still: [Key] =
            ["z", "A", "U", "m", "y", "?", "c", "d", "X", "u", "r", ":", "x"] + (serverCount == 1 ? [.tab] : [])
        for step in 0..<500 {
            let before = scene.state.selectedID
            let server = ServerID(Int.random(in: 0..<serverCount, using: &random))
            let id = "task-\(Int.random(in: 0..<40, using: &random))"
            scene.now = scene.now + Double.random(in: 0.1...2, using: &random)
            var isKey = false
            switch Int.random(in: 0..<15, using: &random) {
            case 0, 1: scene.send(.removed(id), from: server)
            case 2:
                scene.press(moving.randomElement(using: &random) ?? .up)
                isKey = true
            case 3:
                let screen = scene.screen(80, 14)
                scene.press(still.randomElement(using: &random) ?? "z")
                // A line that is typed may be a filter.
                isKey = screen.contains("Enter accept")
            case 4: _ = scene.picture(80, .random(in: 4...20, using: &random))
            case 5:
                scene.send(.snapshotBegan, from: server)
                let some = (0..<5).map { Scene.task("task-\($0 * 7)", .started) { $0.seq = step } }
                scene.send(.tasks(some, more: Bool.random(using: &random)), from: server)
            case 6:
                scene.send(.connection(.connected(ServerIdentity(epoch: "\(seed * step % 3)"))), from: server)
            case 7: scene.disconnect(server)
            default:
                let now = scene.now
                let created = Scene.noon + Double.random(in: -50...50, using: &random)
                let task = Scene.task(id, statuses.randomElement(using: &random) ?? .pending) {
                    $0.seq = step
                    $0.createdAt = created
                    $0.progress = Double(step % 100)
                    $0.isStalled = step % 11 == 0 && !$0.status.isTerminal
                    $0.finishedAt = $0.status.isTerminal ? now : nil
                }
                scene.send(.changed(task), from: server)
            }
            guard let before, !isKey else { continue }
            // A command line that was typed by chance may have asked for that.
            if scene.state.selectedID != before, scene.screen(80, 14).contains(" following ") { continue }
            try #require(scene.state.selectedID == before, "step \(step)")
            guard step % 5 == 0 else { continue }
            let screen = scene.screen(80, 14)
            let isCovered = ["╭", "Enter accept", "No task matches"].contains { screen.contains($0) }
            let name = screen.contains(" SERVER ") ? Scene.twoServers[before.server == Scene.server ? 0 : 1].name : ""
            let hasCursor = screen.split(separator: "\n").contains { line in
                ["▌", "◆"].contains { line.hasPrefix("\($0)\(before.taskID) ") } && line.contains(name)
            }
            try #require(hasCursor || isCovered, "step \(step): \(screen)")
        }
    }
}
