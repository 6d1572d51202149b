import Dashboard
import ProgressModel
import Screen
import Testing

/// The one table of actions, and the keys made from it.
struct ActionTableTests {
    @Test func `every action stands once in the table, and no key does two things`() {
        #expect(
            ActionSpec.all.map(\.action).sorted { $0.rawValue < $1.rawValue }
                == Action.allCases.sorted { $0.rawValue < $1.rawValue }
        )
        let keys = ActionSpec.all.flatMap(\.keys)
        #expect(Set(keys).count == keys.count)
    }

    @Test func `every key of the table is in the help`() {
        var scene = Scene.onTwoServers([], [])
        scene.press("?")
        let help = scene.picture(80, 100).lines
        for spec in ActionSpec.all where !spec.keys.isEmpty {
            let names = spec.keys.map { $0.name(.unicode) }
            guard !"123456789".contains(names[0]) else { continue }
            #expect(help.contains { line in names.allSatisfy { " \(line) ".contains(" \($0) ") } }, "\(spec.action)")
        }
    }

    @Test func `the help fits in its frame in every language`() {
        for language in [Language.english, .chinese] {
            var scene = Scene.connected([], settings: DashboardSettings(language: language))
            scene.press("?")
            let rows = scene.picture(80, 120).lines.filter { $0.contains("│") }
            #expect(rows.allSatisfy { $0.hasSuffix(" │") }, "\(rows.filter { !$0.hasSuffix(" │") })")
        }
    }

    @Test func `a key that is given away does the new thing and no longer the old`() throws {
        let keys = try KeyMap(changing: [("cancel", "K Ctrl-K"), ("copy", "c"), ("follow", "none")])
        #expect(keys.action(for: "K") == .cancel)
        #expect(keys.action(for: .control("k")) == .cancel)
        #expect(keys.action(for: "c") == .copy)
        #expect(keys.action(for: "y") == nil)
        #expect(keys.action(for: "f") == nil)
        #expect(keys.keys(for: .copy) == ["c"])

        var scene = Scene.connected(Scene.day, settings: DashboardSettings(keys: keys))
        #expect(scene.press("c") == [.copy(Scene.day[0].id)])
        scene.wait(10)
        #expect(scene.screen().contains(" K cancel"))
        scene.press("K")
        #expect(scene.screen().contains("Cancel this task?"))
    }

    @Test func `an action that lost its key has no place in footer and help`() throws {
        let keys = try KeyMap(changing: [("cancel", "K"), ("back", "none")])
        #expect(keys.losses.map { "\($0.action) \($0.key.name()) \($0.taker)" } == ["detailsUp K cancel"])
        var scene = Scene.connected(Scene.day, settings: DashboardSettings(keys: keys))
        scene.press(.enter)
        let footer = try #require(scene.screen().split(separator: "\n").last)
        #expect(footer.contains(" J scroll") && !footer.contains(":details-up") && !footer.contains("close"))
        scene.press("?")
        let help = scene.screen(80, 100)
        #expect(help.contains("scroll the open details down") && !help.contains("scroll the open details up"))
    }

    @Test func `a key that is freed by one change may be given to another action`() throws {
        let keys = try KeyMap(changing: [("undo", "c"), ("cancel", "u")])
        #expect(keys.action(for: "c") == .undo)
        #expect(keys.action(for: "u") == .cancel)
        #expect(keys.keys(for: .cancel) == ["u"])
    }

    @Test(arguments: [
        ("explode", "x", KeyMapError.unknownAction("explode")), ("cancel", "Hyper-x", .unknownKey("Hyper-x")),
        ("cancel", "Ctrl-C", .reservedKey("Ctrl-C")), ("cancel", " ", .noKey(action: "cancel")),
    ])
    func `what is no binding is refused with what to write`(action: String, keys: String, error: KeyMapError) {
        #expect(throws: error) { try KeyMap(changing: [(action, keys)]) }
    }

    @Test func `one key for two actions is refused`() {
        #expect(throws: KeyMapError.boundTwice(key: "x", "cancel", "delete")) {
            try KeyMap(changing: [("cancel", "x"), ("delete", "x")])
        }
    }

    @Test(
        arguments: [
            ("c", "c"), ("/", "/"), ("Space", " "), ("esc", .escape), ("PGUP", .pageUp), ("Shift-Tab", .backTab),
            ("ctrl-d", .control("d")), ("F5", .function(5)), ("F", "F"), ("é", "é"), ("F99", nil), ("Ctrl-1", nil),
            ("", nil), ("cc", nil),
        ] as [(String, Key?)]
    )
    func `keys have names`(name: String, key: Key?) {
        #expect(Key(name: name) == key)
        if let key { #expect(Key(name: key.name()) == key) }
    }
}
