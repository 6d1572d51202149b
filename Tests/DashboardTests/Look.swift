import Dashboard
import ProgressModel
import Screen

/// A kind of terminal, or of person, that whole pictures are kept for.
enum Look: String, CaseIterable, Sendable {
    case unicode, ascii, mono, chinese

    var capabilities: Capabilities {
        switch self {
        case .unicode, .chinese: Capabilities()
        case .ascii: Capabilities(repertoire: .ascii)
        case .mono: Capabilities(usesColor: false)
        }
    }

    var settings: DashboardSettings {
        DashboardSettings(language: self == .chinese ? .chinese : .english, standardURL: "http://127.0.0.1:5000")
    }
}

/// What is on the screen.
enum Subject: String, CaseIterable, Sendable {
    case list, details, cancel, many, help, palette, stale, empty

    func scene(_ look: Look) -> Scene {
        let tasks = self == .empty ? [] : Scene.day
        var scene = Scene.connected(tasks, look.capabilities, settings: look.settings)
        switch self {
        case .list, .empty: break
        case .details: scene.press(.enter)
        case .cancel: scene.press(.down, .down, "c")
        case .many: scene.press(" ", " ", .down, .down, .down, " ", "c")
        case .help: scene.press("?")
        case .palette: scene.press(":", "s", "h")
        case .stale:
            scene.disconnect()
            scene.now = scene.now + 17
        }
        return scene
    }
}
