import Filtering
import ProgressModel
import Screen

/// Everything a dashboard knows and shows.
///
/// It changes through `update` alone and is drawn by `view`.
package struct DashboardState: Sendable {
    let capabilities: Capabilities
    let settings: DashboardSettings
    /// The server ends with the dashboard, and with it what it knows of the tasks.
    let stopsServer: Bool

    /// In the order in which they were named.
    var servers: [ServerState]
    var arrangement = Arrangement()
    /// The list as it would be shown now.
    var rows = TaskRows()
    /// The list as it is shown while it must hold still; nil while `rows` is shown.
    var held: HeldList?
    var holdUntil = Timestamp(seconds: 0)
    /// The last records of tasks that are gone and still stand on the list.
    var gone: [WatchedTask.ID: GenerationTask] = [:]
    /// What the next action on many is about.
    var marks: Set<WatchedTask.ID> = []
    /// The local time of the last event.
    var lastUpdate = Timestamp(seconds: 0)
    /// The seconds, by the clock of each server, in which a filter by time was last applied.
    var filteredSeconds: [Double] = []

    /// The task under the cursor, which stays there wherever its row moves.
    package internal(set) var selectedID: WatchedTask.ID?
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
    var graces: [WatchedTask.ID: PendingCancel] = [:]
    /// Cancels that wait for the server's answer, by task.
    var cancels: [WatchedTask.ID: PendingCancel] = [:]
    var lives = CancelLives()
    /// What was last asked for many tasks at once, with the answers so far.
    var batch: Batch?
    var histories: [WatchedTask.ID: [HistoryLine]] = [:]
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

    /// A dashboard on these servers, one at least, that has heard nothing yet.
    ///
    /// Where the server stops with the dashboard, quitting asks for a second `q` while tasks are in progress.
    package init(
        servers: [ServerLabel],
        stopsServer: Bool = false,
        capabilities: Capabilities = Capabilities(),
        settings: DashboardSettings = DashboardSettings(),
    ) {
        // Together they keep no more than one alone would, and none takes another's share.
        let limit = TaskStore.maximumCount / max(1, servers.count)
        self.servers = servers.enumerated().map { ServerState(ServerID($0), $1, taskLimit: limit) }
        self.stopsServer = stopsServer
        self.capabilities = capabilities
        self.settings = settings
    }

    /// English where only ASCII can be drawn.
    var texts: Texts { Texts(language: capabilities.repertoire == .ascii ? .english : settings.language) }
    var symbols: Symbols { Symbols(capabilities.repertoire) }

    /// How many tasks fit on the screen.
    var pageRows: Int { areas?.table.rows ?? 0 }
    var areas: ScreenAreas? { ScreenAreas(size, details: details, hasTabs: hasSeveralServers) }

    /// The time on the clock of a server.
    func clock(of server: ServerID, at now: Timestamp) -> Timestamp { servers[server]?.clock(at: now) ?? now }

    func condition(of task: WatchedTask) -> Condition {
        let isCancelling = pendingCancel(of: task.id) != nil && !task.record.status.isTerminal
        return isCancelling ? .cancelling : Condition(of: task.record)
    }

    func pendingCancel(of id: WatchedTask.ID) -> PendingCancel? { graces[id] ?? cancels[id] }
}

/// A sentence in the line above the footer, shown for a while.
struct Notice: Sendable, Equatable {
    /// Seconds a notice stays.
    static let lifetime = 8.0

    let text: String
    let isProblem: Bool
    /// Whether it is still true when the connection comes or goes.
    let outlivesConnection: Bool
    let until: Timestamp
}
