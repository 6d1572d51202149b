import Dashboard
import ProgressModel
import Screen
import Testing

/// Deleting, and actions that are not for everybody.
struct DeleteAndRightsTests {
    @Test func `only what has ended is deleted, after a question`() {
        var scene = Scene.connected(Scene.day)
        #expect(scene.press("d") == [])
        #expect(scene.screen().contains("3f2a9c1d is in progress: only ended tasks are deleted"))
        scene.press("7", "d")
        #expect(scene.screen().contains("Delete this task?"))
        #expect(scene.press("y") == [Scene.request(.delete, Scene.day[7])])
        scene.send(.removed(Scene.day[7].id))
        scene.answer(.delete, Scene.day[7], .done)
        #expect(scene.screen().contains("f00dcafe deleted"))
    }

    @Test func `who may only watch is told so, in the help, in the palette and at the key`() {
        var scene = Scene.connected(Scene.day, server: ServerIdentity(roles: ["viewer"]))
        #expect(scene.press("c") == [])
        let reason = "This connection may only watch"
        #expect(scene.screen().contains(reason))
        scene.now = scene.now + 10
        #expect(!scene.screen().contains(" c cancel"))
        scene.press("?")
        #expect(scene.screen(80, 70).contains(reason))
        scene.press(.escape, ":")
        scene.type("cancel")
        #expect(scene.screen().contains(reason))
        scene.press(.escape, .escape)
        scene.send(.connection(.connected(ServerIdentity(roles: ["viewer", "operator"]))))
        scene.press("c")
        #expect(scene.screen().contains("Cancel this task?"))
    }

    @Test func `what a server does not offer is not offered again until the next connection`() {
        var scene = Scene.connected(Scene.day)
        scene.press("7", "d", "y")
        scene.answer(.delete, Scene.day[7], .notOffered)
        scene.press("d")
        #expect(scene.screen().contains("This server does not offer it"))
        scene.send(.connection(.connected(ServerIdentity())))
        scene.press("d")
        #expect(scene.screen().contains("Delete this task?"))
    }

    @Test func `quitting asks twice where it would stop a server that has work`() {
        var scene = Scene.connected(Scene.day, stopsServer: true)
        #expect(scene.press("q") == [])
        #expect(scene.screen().contains("q again quits"))
        scene.now = scene.now + 9
        #expect(scene.press("q") == [])
        #expect(scene.press("q") == [.quit])

        var idle = Scene.connected([], stopsServer: true)
        #expect(idle.press("q") == [.quit])
        var elsewhere = Scene.connected(Scene.day)
        #expect(elsewhere.press("q") == [.quit])
    }

    @Test func `q closes what is open before it quits, and Escape never quits`() {
        var scene = Scene.connected(Scene.day)
        #expect(scene.press("?", "q", "c", "q", .escape, .escape) == [])
        #expect(scene.press("q") == [.quit])
        #expect(scene.press("c", .control("c")) == [.quit])
    }
}
