import Dashboard
import ProgressModel
import Screen

extension Scene {
    /// What a task of a server is known by.
    static func id(_ taskID: String, on server: ServerID = Scene.server) -> WatchedTask.ID {
        WatchedTask.ID(taskID, on: server)
    }

    /// A request about one of the scene's tasks as it is there.
    static func request(
        _ verb: ActionRequest.Verb,
        _ task: GenerationTask,
        on server: ServerID = Scene.server,
    ) -> DashboardEffect {
        .request(ActionRequest(verb: verb, task: TaskVersion(task, on: server)))
    }

    @discardableResult
    mutating func answer(
        _ verb: ActionRequest.Verb,
        _ task: GenerationTask,
        _ answer: ActionAnswer,
        from server: ServerID = Scene.server,
    ) -> [DashboardEffect] {
        send(.answered(ActionRequest(verb: verb, task: TaskVersion(task, on: server)), answer))
    }

    /// What its server calls the task under the cursor.
    var selectedID: String? { state.selectedID?.taskID }

    func isUrgent(_ news: ServerNews) -> Bool { state.isUrgent(.news(news, from: Scene.server)) }

    /// Types a text, key by key.
    @discardableResult
    mutating func type(_ text: String) -> [DashboardEffect] { text.flatMap { press(.character($0)) } }

    mutating func wait(_ seconds: Double) {
        now = now + seconds
        send(.clockTicked)
    }

    mutating func disconnect(_ server: ServerID = Scene.server) {
        let lost = ConnectionState.disconnected(reason: "Connection reset by peer", since: now, retryAt: now + 21)
        send(.connection(lost), from: server)
    }

    /// The ids of the rows on the screen, as far as these stand in the first column.
    mutating func rows(_ columns: Int = 80, _ rows: Int = 24) -> [String] {
        picture(columns, rows).lines.dropFirst(3).dropLast(2)
            .compactMap { $0.dropFirst().split(separator: " ").first.map(String.init) }
    }

    /// The row with the cursor.
    mutating func cursorRow(_ columns: Int = 80, _ rows: Int = 24) -> String? {
        screen(columns, rows).split(separator: "\n").first { $0.hasPrefix("▌") }.map(String.init)
    }
}
