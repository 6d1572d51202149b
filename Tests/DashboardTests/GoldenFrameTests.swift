import Dashboard
import ProgressModel
import Screen
import TestSupport
import Testing

/// Whole pictures, compared with files in `Golden`.
///
/// Look at those files as an operator would.
struct GoldenFrameTests {
    private func expect(_ frame: Frame, is name: String) throws {
        try expectGolden(reviewable(frame), named: name)
    }

    @Test(arguments: [(80, 24), (60, 15), (200, 50), (40, 8), (120, 30)])
    func `a day's work on screens of all sizes`(columns: Int, rows: Int) throws {
        var scene = Scene.connected(Scene.day)
        try expect(scene.picture(columns, rows), is: "day-\(columns)x\(rows)")
    }

    @Test func `a day's work in ASCII without colours`() throws {
        var scene = Scene.connected(Scene.day, Capabilities(repertoire: .ascii, usesColor: false))
        try expect(scene.picture(80, 24), is: "ascii-80x24")
    }

    @Test(arguments: [(80, 24), (60, 15)])
    func `an empty list says how to begin`(columns: Int, rows: Int) throws {
        var scene = Scene.connected([])
        try expect(scene.picture(columns, rows), is: "empty-\(columns)x\(rows)")
    }

    @Test(arguments: [(80, 24), (40, 8)])
    func `without a connection the picture stays, dimmed, with its age`(columns: Int, rows: Int) throws {
        var scene = Scene.connected(Scene.day)
        scene.send(
            .connection(.disconnected(reason: "Connection reset by peer", since: scene.now, retryAt: scene.now + 21))
        )
        scene.now = scene.now + 17
        try expect(scene.picture(columns, rows), is: "stale-\(columns)x\(rows)")
    }

    @Test func `a server that never answered is named`() throws {
        var scene = Scene()
        scene.send(
            .connection(.disconnected(reason: "Connection refused", since: scene.now, retryAt: scene.now + 2))
        )
        try expect(scene.picture(80, 24), is: "unreachable-80x24")
    }

    @Test(arguments: [(80, 24), (40, 8), (60, 15)])
    func `the question before a cancel names the task`(columns: Int, rows: Int) throws {
        var scene = Scene.connected(Scene.day)
        scene.press(.down, .down, .character("c"))
        try expect(scene.picture(columns, rows), is: "cancel-\(columns)x\(rows)")
    }

    @Test func `the question says when its task has ended meanwhile`() throws {
        var scene = Scene.connected(Scene.day)
        scene.press(.character("c"))
        var ended = Scene.day[0]
        ended.status = .completed
        ended.progress = 100
        ended.finishedAt = scene.now
        scene.send(.changed(ended))
        try expect(scene.picture(80, 24), is: "cancel-ended-80x24")
    }

    @Test func `a task that is being cancelled says so until the server answers`() throws {
        var scene = Scene.connected(Scene.day)
        scene.press(.character("c"), .enter)
        try expect(scene.picture(80, 24), is: "cancelling-80x24")
    }

    @Test(arguments: [(80, 24), (60, 15)])
    func `the help shows every key and every state`(columns: Int, rows: Int) throws {
        var scene = Scene.connected(Scene.day)
        scene.press(.character("?"))
        try expect(scene.picture(columns, rows), is: "help-\(columns)x\(rows)")
    }

    @Test(arguments: [(19, 10), (60, 3), (30, 6)])
    func `a very small screen keeps what matters`(columns: Int, rows: Int) throws {
        var scene = Scene.connected(Scene.day)
        try expect(scene.picture(columns, rows), is: "small-\(columns)x\(rows)")
    }

    @Test func `ids that begin alike are cut so that they differ`() throws {
        var scene = Scene.connected((1...4).map { Scene.task("render-frame-000\($0)", .pending) })
        try expect(scene.picture(80, 10), is: "ids-80x10")
    }
}
