import Dashboard
import JSON
import ProgressModel
import Screen
import TestSupport
import Testing

/// Whole pictures, compared with files in `Golden`.
///
/// Look at those files as an operator would.
struct GoldenFrameTests {
    private static let sizes = [(40, 8), (80, 24), (200, 60)]

    private func expect(_ frame: Frame, is name: String) throws {
        try expectGolden(reviewable(frame), named: name)
    }

    private static let screens = Look.allCases.flatMap { look in sizes.map { (look, $0.0, $0.1) } }

    @Test(arguments: Subject.allCases, screens)
    func `every picture on every kind of terminal and screen`(subject: Subject, screen: (Look, Int, Int)) throws {
        let (look, columns, rows) = screen
        var scene = subject.scene(look)
        if subject == .details { scene = opened(scene, columns, rows) }
        try expect(scene.picture(columns, rows), is: "\(subject.rawValue)-\(look.rawValue)-\(columns)x\(rows)")
    }

    /// How the details are shown depends on the size at which they are opened.
    private func opened(_ scene: Scene, _ columns: Int, _ rows: Int) -> Scene {
        var scene = scene
        scene.press(.escape)
        _ = scene.picture(columns, rows)
        scene.press(.enter)
        return scene
    }

    @Test(arguments: [Theme.light, .contrast])
    func `a day's work in other colours`(theme: Theme) throws {
        var scene = Scene.connected(Scene.day, settings: DashboardSettings(theme: theme))
        try expect(scene.picture(80, 24), is: "list-\(theme.rawValue)-80x24")
    }

    @Test func `where ambiguous characters are wide, texts stay and signs are such that all terminals draw alike`()
        throws
    {
        let foreign = Scene.task("foreign", .started, 40, "Café Ωμέγα", "рисую «эскиз»")
        var scene = Scene.connected(Scene.day + [foreign], Capabilities(repertoire: .wideAmbiguous))
        scene.press("?", .escape)
        try expect(scene.picture(80, 24), is: "list-wide-ambiguous-80x24")
    }

    @Test func `the details show the history, who cancelled, what was found out and what came of it`() throws {
        let task = Scene.task("done-1", .cancelled, 80, "Poster", "Stopped: wrong prompt") {
            $0.startedAt = Scene.noon + -200
            $0.finishedAt = Scene.noon + -20
            $0.attempt = 2
            $0.seq = 41
            $0.cancellation = Cancellation(
                by: Originator(name: "operator", address: "10.0.0.7:40112"),
                reason: "wrong prompt",
                at: Scene.noon + -20,
            )
            $0.details = [
                "model": "flux-1", "size": ["width": 1024, "height": 768], "seeds": [1, 2, 3], "empty": [],
                "result": ["file": "poster.png", "bytes": 48_213], "error": "worker said:\n  out of memory",
            ]
        }
        var scene = Scene.connected([task])
        #expect(scene.press(.enter) == [.fetchHistory(Scene.id("done-1"))])
        scene.press(.enter)
        let entries = [
            HistoryLine(time: Scene.noon + -230, text: "created"),
            HistoryLine(time: Scene.noon + -200, text: "started  by worker-3"),
        ]
        scene.send(.history(Scene.id("done-1"), entries))
        try expect(scene.picture(80, 40), is: "details-full-80x40")
    }

    @Test(arguments: ServersSubject.allCases, screens.filter { $0.0 != .mono })
    func `several servers on every kind of terminal and screen`(
        subject: ServersSubject,
        screen: (Look, Int, Int),
    ) throws {
        let (look, columns, rows) = screen
        var scene = subject.scene(look)
        try expect(scene.picture(columns, rows), is: "\(subject.rawValue)-\(look.rawValue)-\(columns)x\(rows)")
    }

    @Test(arguments: [20, 40, 80, 200])
    func `the tab that is shown is seen however many there are`(columns: Int) throws {
        let labels = (1...9).map { ServerLabel(url: "http://10.0.0.\($0):5000", name: "10.0.0.\($0)") }
        var scene = Scene(servers: labels)
        for number in 0..<8 { scene.send(.connection(.connected(ServerIdentity())), from: ServerID(number)) }
        scene.press(.backTab, .backTab)
        try expect(scene.picture(columns, 10), is: "servers-nine-\(columns)x10")
    }

    @Test func `a server that never answered is named`() throws {
        var scene = Scene()
        scene.send(.connection(.disconnected(reason: "Connection refused", since: scene.now, retryAt: scene.now + 2)))
        try expect(scene.picture(80, 24), is: "unreachable-80x24")
    }

    @Test func `the question says when its task has ended meanwhile`() throws {
        var scene = Scene.connected(Scene.day)
        scene.press("c")
        var ended = Scene.day[0]
        ended.status = .completed
        ended.progress = 100
        ended.finishedAt = scene.now
        ended.seq += 1
        scene.send(.changed(ended))
        try expect(scene.picture(80, 24), is: "cancel-ended-80x24")
    }

    @Test func `a task that is being cancelled says so until the server answers`() throws {
        var scene = Scene.connected(Scene.day)
        scene.press("c", .enter)
        scene.now = scene.now + 2
        try expect(scene.picture(80, 24), is: "cancelling-80x24")
    }

    @Test func `the answers to a cancel of many are listed, the bad ones first`() throws {
        var scene = Scene.connected(Scene.day)
        scene.press(" ", " ", " ", "c", "y")
        scene.answer(.cancel, Scene.day[0], .done)
        scene.answer(.cancel, Scene.day[1], .alreadyEnded(.completed))
        try expect(scene.picture(80, 24), is: "answers-80x24")
    }

    @Test func `a filter that finds nothing says so, and is typed at the foot`() throws {
        var scene = Scene.connected(Scene.day)
        scene.press("/")
        scene.type("image* !poster")
        try expect(scene.picture(80, 24), is: "filter-none-80x24")
    }

    @Test func `what a filter finds is marked`() throws {
        var scene = Scene.connected(Scene.day)
        scene.press("/")
        scene.type("poster status:image")
        try expect(scene.picture(80, 24), is: "filter-typed-80x24")
    }

    @Test func `marks, the sort and a row that is gone are seen`() throws {
        var scene = Scene.connected(Scene.day)
        scene.press(">", ">", ">", " ", " ", .down)
        let selected = scene.selectedID ?? ""
        scene.send(.removed(selected))
        scene.now = scene.now + 9
        try expect(scene.picture(80, 24), is: "gone-80x24")
    }

    @Test(arguments: [(19, 10), (60, 3), (30, 6), (1, 1), (20, 4)])
    func `a very small screen keeps what matters`(columns: Int, rows: Int) throws {
        var scene = Scene.connected(Scene.day)
        try expect(scene.picture(columns, rows), is: "small-\(columns)x\(rows)")
    }

    @Test func `ids that begin alike are cut so that they differ`() throws {
        var scene = Scene.connected((1...4).map { Scene.task("render-frame-000\($0)", .pending) })
        try expect(scene.picture(80, 10), is: "ids-80x10")
    }
}
