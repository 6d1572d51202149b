import Dashboard
import ProgressModel
import Screen

/// A dashboard on two servers.
extension Scene {
    static let twoServers = [
        ServerLabel(url: "http://gpu-1:5000", name: "gpu-1"), ServerLabel(url: "http://gpu-2:5000", name: "gpu-2"),
    ]
    static let second = ServerID(1)

    /// Connected to both, with these tasks on the first and those on the second.
    static func onTwoServers(
        _ first: [GenerationTask],
        _ second: [GenerationTask],
        _ capabilities: Capabilities = Capabilities(),
        settings: DashboardSettings = DashboardSettings(),
    ) -> Scene {
        var scene = Scene(capabilities, settings: settings, servers: twoServers)
        for (server, tasks) in [(Scene.server, first), (Scene.second, second)] {
            scene.send(.connection(.connected(ServerIdentity(version: "0.1.0"))), from: server)
            scene.send(.snapshotBegan, from: server)
            scene.send(.tasks(tasks, more: false), from: server)
        }
        return scene
    }
}

/// What is on the screen of a dashboard on two servers.
enum ServersSubject: String, CaseIterable, Sendable {
    case servers
    case serverLost = "server-lost"
    case serverTab = "server-tab"
    case serverDialog = "server-dialog"

    func scene(_ look: Look) -> Scene {
        let (first, second) = (Scene.day.filter { $0.type != "image_generation" }, Array(Scene.day.prefix(3)))
        var scene = Scene.onTwoServers(first, second, look.capabilities, settings: look.settings)
        switch self {
        case .servers: break
        case .serverLost, .serverTab:
            scene.disconnect(Scene.second)
            scene.now = scene.now + 17
            scene.send(.clockTicked)
            if self == .serverTab { scene.press(.tab, .tab) }
        case .serverDialog: scene.press(" ", " ", " ", "c")
        }
        return scene
    }
}
