import Dashboard
import ProgressModel
import Screen
import Testing

/// The command line.
struct PaletteTests {
    @Test func `any action is run by its name or by what it does`() {
        var scene = Scene.connected(Scene.day)
        scene.press(":")
        scene.type("copy")
        #expect(scene.press(.enter) == [.copy(Scene.day[0].id)])
        scene.press(":")
        scene.type("clipboard")
        #expect(scene.press(.enter) == [.copy(Scene.day[0].id)])
        #expect(scene.screen().contains("Copied"))
    }

    @Test func `Tab completes the chosen suggestion, and the line can go on`() {
        var scene = Scene.connected(Scene.day)
        scene.press(":")
        scene.type("sort-n")
        scene.press(.tab)
        #expect(scene.screen().contains(" :sort-next "))
        scene.type("at")
        scene.press(.tab, .enter)
        #expect(scene.screen().contains("Sorted by what needs attention"))
    }

    @Test func `arrows choose among the suggestions`() {
        var scene = Scene.connected(Scene.day)
        scene.press(":")
        scene.type("show-")
        scene.press(.down, .down, .down, .up, .enter)
        #expect(scene.screen(80, 24).contains("1 of 4"))
    }

    @Test func `what is no action is said and can be mended`() {
        var scene = Scene.connected(Scene.day)
        scene.press(":")
        scene.type("quitt")
        #expect(scene.press(.enter) == [])
        #expect(scene.screen().contains("There is no action \"quitt\""))
        scene.press(.backspace)
        #expect(scene.press(.enter) == [.quit])
    }

    @Test func `what keeps the task under the cursor from something says nothing of those a filter names`() {
        var scene = Scene.connected(Scene.day)
        scene.press("8", ":")
        scene.type("cancel")
        #expect(scene.screen().contains("deadbeef is already failed"))
        scene.type(" status:running")
        #expect(!scene.screen().contains("deadbeef is already failed"))
        scene.press(.enter)
        #expect(scene.screen().contains("tasks?"))

        var watching = Scene.connected(Scene.day, server: ServerIdentity(roles: ["viewer"]))
        watching.press(":")
        watching.type("cancel status:running")
        #expect(watching.screen().contains("This connection may only watch"))
    }

    @Test(arguments: ["sort-next nonsense", "help me", "filter status:nonsense", "cancel type:nothing"])
    func `arguments that mean nothing are said`(line: String) {
        var scene = Scene.connected(Scene.day)
        let before = scene.rows()
        scene.press(":")
        scene.type(line)
        #expect(scene.press(.enter) == [])
        #expect(scene.rows() == before)
        let notice = scene.picture(80, 24).lines[22]
        #expect(
            ["no order", "can follow", "no status", "No task matches"].contains { notice.contains($0) },
            "\(notice)",
        )
    }

    @Test func `a filter and earlier commands are at hand`() {
        var scene = Scene.connected(Scene.day)
        scene.press(":")
        scene.type("filter status:failed")
        scene.press(.enter)
        #expect(scene.rows() == ["deadbeef"])
        scene.press(.escape, ":", .control("p"))
        #expect(scene.screen().contains(" :filter status:failed"))
        scene.press(.enter)
        #expect(scene.rows() == ["deadbeef"])
    }

    @Test func `Escape, Backspace and an empty line leave it`() {
        var scene = Scene.connected(Scene.day)
        for key in [Key.escape, .backspace, .enter] {
            scene.press(":")
            #expect(scene.screen().contains("Tab complete"))
            #expect(scene.press(key) == [])
            #expect(!scene.screen().contains("Tab complete"))
        }
    }
}
