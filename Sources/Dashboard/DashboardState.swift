import Filtering
import ProgressModel
import Screen

/// Everything a dashboard knows and shows.
///
/// It changes through `update` alone and is drawn by `view`.
package struct DashboardState: Sendable {
    let serverURL: String
    let capabilities: Capabilities
    let settings: DashboardSettings
    /// The server ends with the dashboard, and with it what it knows of the tasks.
    let stopsServer: Bool

    var store = TaskStore()
    var arrangement = Arrangement()
    /// The list as it would be shown now.
    var rows = TaskRows()
    /// The list as it is shown while it must hold still; nil while `rows` is shown.
    var held: HeldList?
    var holdUntil = Timestamp(seconds: 0)
    /// The last records of tasks that are gone and still stand on the list.
    var gone: [String: GenerationTask] = [:]
    /// What the next action on many is about.
    var marks: Set<String> = []

    var connection = ConnectionState.connecting
    /// Since when nothing has been heard of the server, by the local clock; nil while connected and before the first try failed.
    var staleSince: Timestamp?
    var epoch: String?
    /// Whether a full list has come since the dashboard was opened.
    var hasSnapshot = false
    /// While a full list arrives: the tasks known before that have not come again.
    var unconfirmed: Set<String>?
    /// Whether what is unconfirmed is of another life of the server.
    var isNewEpoch = false
    /// Seconds that the server's clock is ahead of ours.
    var serverClockOffset = 0.0
    /// The local time of the last event.
    var lastUpdate = Timestamp(seconds: 0)
    /// The second in which a filter by time was last applied.
    var filteredSecond = 0.0
    var rate = EventRate()
    var forecast = Forecast()

    /// The task under the cursor, which stays there wherever its row moves.
    package internal(set) var selectedID: String?
    /// The first row of the list that is on the screen.
    var topRow = 0
    var size = Size(columns: 80, rows: 24)
    var isFollowing = false
    var usesMouse = false

    var overlay: Overlay?
    /// Whether the overlay has been on the screen since it opened.
    var overlayIsSeen = true
    var details: Details?
    var notice: Notice?
    /// Until when a second `q` quits although tasks are in progress.
    var quitConfirmableUntil: Timestamp?
    /// Cancels that can still be taken back, by task.
    var graces: [String: PendingCancel] = [:]
    /// Cancels that wait for the server's answer, by task.
    var cancels: [String: PendingCancel] = [:]
    var lives = CancelLives()
    /// What was last asked for many tasks at once, with the answers so far.
    var batch: Batch?
    /// Verbs that the server has said it does not know.
    var notOffered: Set<ActionRequest.Verb> = []
    var histories: [String: [HistoryLine]] = [:]
    var filterHistory = InputHistory()
    var commandHistory = InputHistory()
    /// The last filter that was not empty, for the keys that go from match to match.
    var searched = TaskFilter.all
    /// What is to be done outside, collected during one `update`.
    var effects: [DashboardEffect] = []

    /// What stands over the list and takes the keys.
    enum Overlay: Sendable, Equatable {
        case help(scrolledBy: Int)
        case dialog(ActionDialog)
        case answers(scrolledBy: Int)
        case prompt(Prompt)
    }

    /// A dashboard that has heard nothing yet.
    ///
    /// The URL, such as `http://127.0.0.1:5000`, is shown in the header and in the hints of an empty list. Where the
    /// server stops with the dashboard, quitting asks for a second `q` while tasks are in progress.
    package init(
        serverURL: String,
        stopsServer: Bool = false,
        capabilities: Capabilities = Capabilities(),
        settings: DashboardSettings = DashboardSettings(),
    ) {
        self.serverURL = serverURL
        self.stopsServer = stopsServer
        self.capabilities = capabilities
        self.settings = settings
    }

    var isConnected: Bool {
        if case .connected = connection { true } else { false }
    }

    /// English where only ASCII can be drawn.
    var texts: Texts { Texts(language: capabilities.repertoire == .ascii ? .english : settings.language) }
    var symbols: Symbols { Symbols(capabilities.repertoire) }

    /// How many tasks fit on the screen.
    var pageRows: Int { areas?.table.rows ?? 0 }
    var areas: ScreenAreas? { ScreenAreas(size, details: details) }

    /// The server's time, standing still while nothing is heard from it: a stale picture must not pretend to move.
    func clock(at now: Timestamp) -> Timestamp { (staleSince ?? now) + serverClockOffset }

    func condition(of task: GenerationTask) -> Condition {
        pendingCancel(of: task.id) != nil && !task.status.isTerminal ? .cancelling : Condition(of: task)
    }

    func pendingCancel(of id: String) -> PendingCancel? { graces[id] ?? cancels[id] }
}

/// A sentence in the line above the footer, shown for a while.
struct Notice: Sendable, Equatable {
    /// Seconds a notice stays.
    static let lifetime = 8.0

    let text: String
    let isProblem: Bool
    let until: Timestamp
}
