import Dashboard
import ProgressModel
import Screen
import Testing

/// Filters, views, orders and the way from match to match.
struct FindingTests {
    private func ids(_ scene: inout Scene) -> [String] {
        scene.rows().map { id in String(Scene.day.firstIndex { $0.id.hasPrefix(id) }.map { "\($0)" } ?? id) }
    }

    @Test func `a filter is at work with every key, and is kept with Enter or given up with Escape`() {
        var scene = Scene.connected(Scene.day)
        scene.press("/")
        scene.type("status:failed")
        #expect(ids(&scene) == ["8"])
        scene.press(.enter)
        scene.wait(2)
        #expect(ids(&scene) == ["8"])
        #expect(scene.screen().contains("/status:failed"))
        scene.press("/", .control("u"))
        scene.type("poster")
        #expect(ids(&scene) == ["1"])
        scene.press(.escape)
        #expect(ids(&scene) == ["8"])
        scene.press(.escape)
        #expect(ids(&scene).count == 10)
    }

    @Test func `a filter that is given up gives the cursor back`() {
        var scene = Scene.connected(Scene.day)
        scene.press(.down, .down, "/")
        scene.type("failed")
        #expect(scene.selectedID == Scene.day[8].id)
        scene.press(.escape)
        #expect(scene.selectedID == Scene.day[2].id)
    }

    @Test func `what is wrong with a filter is said while the last good one stays`() {
        var scene = Scene.connected(Scene.day)
        scene.press("/")
        scene.type("status:pend")
        #expect(ids(&scene) == ["5"])
        scene.type(" \"")
        #expect(scene.screen().contains("the closing quotation mark is missing"))
        #expect(ids(&scene) == ["5"])
        scene.press(.enter)
        #expect(scene.screen().contains("Enter accept"))
    }

    @Test func `up and down bring earlier filters back`() {
        var scene = Scene.connected(Scene.day)
        for text in ["poster", "newsletter"] {
            scene.press("/", .control("u"))
            scene.type(text)
            scene.press(.enter)
        }
        scene.press("/", .up)
        #expect(ids(&scene) == ["3"])
        scene.press(.up)
        #expect(ids(&scene) == ["1"])
        scene.press(.down, .down)
        #expect(ids(&scene).count == 10)
    }

    @Test func `a line is edited as in a shell`() {
        var scene = Scene.connected(Scene.day)
        scene.press("/")
        scene.type("one twp")
        scene.press(.backspace)
        scene.type("o")
        scene.press(.home, .delete, .control("e"), .control("w"))
        scene.type("three")
        #expect(scene.screen().contains(" /ne three"))
        scene.press(.left, .left, .control("k"), .control("a"), .right, .control("u"))
        #expect(scene.screen().contains(" /e thr"))
    }

    @Test func `n and N go from match to match, around the ends`() {
        var scene = Scene.connected(Scene.day)
        scene.press("n")
        #expect(scene.screen().contains("No filter was used yet"))
        scene.press("/")
        scene.type("p*")
        scene.press(.escape, "/")
        scene.type("post")
        scene.press(.enter, .escape)
        let found = (0..<4).map { _ in
            scene.press("n")
            return scene.selectedID
        }
        #expect(found == [1, 7, 0, 1].map { Scene.day[$0].id })
        scene.press("N")
        #expect(scene.selectedID == Scene.day[0].id)
    }

    @Test func `a filter by time lets tasks in and out by the clock alone`() {
        var scene = Scene.connected([
            Scene.task("young", .started) { $0.startedAt = Scene.noon },
            Scene.task("old", .started) { $0.startedAt = Scene.noon + -100 },
        ])
        scene.press("/")
        scene.type(">1m")
        scene.press(.enter)
        #expect(scene.rows() == ["old"])
        scene.wait(61)
        #expect(Set(scene.rows()) == ["young", "old"])
        #expect(scene.state.nextRedraw(after: scene.now) != nil)
    }

    @Test(
        arguments: [
            ("1", "0 1 2 3 4 5 6 7 8 9"), ("2", "0 1 2 3 4 5"), ("3", "0 1 2 3"), ("4", "5"), ("5", "4"), ("6", "6"),
            ("7", "7"), ("8", "8"), ("9", "9"),
        ] as [(Key, String)]
    )
    func `number keys show the tasks of a status`(key: Key, expected: String) {
        var scene = Scene.connected(Scene.day)
        scene.press(key)
        #expect(ids(&scene).joined(separator: " ") == expected)
    }

    @Test func `brackets and v go from view to view`() {
        var scene = Scene.connected(Scene.day)
        scene.press("]", "]", "]")
        #expect(ids(&scene) == ["5"])
        scene.press("[", "[", "[", "[")
        #expect(ids(&scene) == ["9"])
        scene.press("v")
        #expect(ids(&scene).count == 10)
        scene.press("v")
        #expect(ids(&scene).count == 6)
        scene.press("v")
        #expect(ids(&scene) == ["8"])
    }

    @Test(arguments: [
        ("usual", "0 1 2 3 4 5 6 7 8 9"), ("attention", "4 6 3 2 0 1 5 7 8 9"), ("progress", "5 3 6 2 0 8 4 9 1 7"),
        ("eta", "1 0 2 4 5 3 6 7 8 9"), ("elapsed", "3 5 0 1 4 2 6 7 8 9"), ("title", "7 9 3 8 1 4 0 5 6 2"),
        ("id", "6 0 4 1 9 5 2 8 3 7"), ("status", "5 3 0 1 2 4 6 7 8 9"), ("type", "6 0 4 9 5 8 3 7 1 2"),
    ])
    func `the list is sorted by any column, both ways`(order: String, expected: String) {
        var scene = Scene.connected(Scene.day)
        scene.press(":")
        scene.type("sort-next \(order)")
        scene.press(.enter)
        #expect(ids(&scene).joined(separator: " ") == expected)
        scene.press("I")
        #expect(ids(&scene).reversed().joined(separator: " ") == expected)
    }

    @Test func `the column that sorts is marked, and the cursor stays on its task`() {
        var scene = Scene.connected(Scene.day)
        scene.press(.down, "<")
        #expect(scene.screen().contains("MESSAGE▲"))
        scene.press("I")
        #expect(scene.screen().contains("MESSAGE▼"))
        scene.press(">", ">", ">")
        #expect(scene.selectedID == Scene.day[1].id)
    }

    @Test func `a list that a filter empties says how to see all again`() {
        var scene = Scene.connected(Scene.day)
        scene.press("/")
        scene.type("nothing of the kind")
        scene.press(.enter)
        #expect(scene.screen().contains("No task matches."))
        #expect(scene.press("c", "d", "y", .enter, "n") == [])
        scene.press(.escape)
        #expect(ids(&scene).count == 10)
    }
}
