import Dashboard
import ProgressModel
import Screen

extension Scene {
    /// A request about one of the scene's tasks as it is there.
    static func request(_ verb: ActionRequest.Verb, _ task: GenerationTask) -> DashboardEffect {
        .request(ActionRequest(verb: verb, task: TaskVersion(task)))
    }

    @discardableResult
    mutating func answer(_ verb: ActionRequest.Verb, _ task: GenerationTask, _ answer: ActionAnswer)
        -> [DashboardEffect]
    {
        send(.answered(ActionRequest(verb: verb, task: TaskVersion(task)), answer))
    }

    /// Types a text, key by key.
    @discardableResult
    mutating func type(_ text: String) -> [DashboardEffect] { text.flatMap { press(.character($0)) } }

    mutating func wait(_ seconds: Double) {
        now = now + seconds
        send(.clockTicked)
    }

    mutating func disconnect() {
        send(.connection(.disconnected(reason: "Connection reset by peer", since: now, retryAt: now + 21)))
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
