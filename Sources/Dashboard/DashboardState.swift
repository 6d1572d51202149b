import ProgressModel
import Screen

/// Everything a dashboard knows and shows.
///
/// It changes through `update` alone and is drawn by `view`.
package struct DashboardState: Sendable {
    let serverURL: String
    let capabilities: Capabilities
    /// The server ends with the dashboard, and with it what it knows of the tasks.
    let stopsServer: Bool

    var tasks = TaskList()
    var connection = ConnectionState.connecting
    /// Since when nothing has been heard of the server, by the local clock; nil while connected and before the first try failed.
    var staleSince: Timestamp?
    /// Whether a full list has come since the dashboard was opened.
    var hasSnapshot = false
    /// While a full list arrives: the tasks known before that have not come again.
    var unconfirmed: Set<String>?
    /// Seconds that the server's clock is ahead of ours.
    var serverClockOffset = 0.0
    var rate = EventRate()

    /// The task under the cursor, which stays there wherever its row moves.
    package internal(set) var selectedID: String?
    /// The first row of the list that is on the screen.
    var topRow = 0
    var size = Size(columns: 80, rows: 24)

    var overlay: Overlay?
    var notice: Notice?
    /// Until when a second `q` quits although tasks are in progress.
    var quitConfirmableUntil: Timestamp?
    /// Tasks the server was asked to cancel and has not answered for.
    var cancelling: Set<String> = []

    /// What stands over the list and takes the keys.
    enum Overlay: Sendable, Equatable {
        case help(scrolledBy: Int)
        case cancel(CancelDialog)
    }

    /// A dashboard that has heard nothing yet.
    ///
    /// The URL, such as `http://127.0.0.1:5000`, is shown in the header and in the hints of an empty list. Where the
    /// server stops with the dashboard, quitting asks for a second `q` while tasks are in progress.
    package init(serverURL: String, stopsServer: Bool = false, capabilities: Capabilities = Capabilities()) {
        self.serverURL = serverURL
        self.stopsServer = stopsServer
        self.capabilities = capabilities
    }

    var isConnected: Bool {
        if case .connected = connection { true } else { false }
    }

    /// How many tasks fit on the screen.
    var pageRows: Int { ScreenAreas(size)?.table.rows ?? 0 }

    /// The server's time, standing still while nothing is heard from it: a stale picture must not pretend to move.
    func clock(at now: Timestamp) -> Timestamp { (staleSince ?? now) + serverClockOffset }

    func condition(of task: GenerationTask) -> Condition {
        cancelling.contains(task.id) && !task.status.isTerminal ? .cancelling : Condition(of: task)
    }
}

/// A sentence in the line above the footer, shown for a while.
struct Notice: Sendable, Equatable {
    /// Seconds a notice stays.
    static let lifetime = 8.0

    let text: String
    let isProblem: Bool
    let until: Timestamp
}

/// The question before a task is cancelled.
///
/// It holds the task's id, so whatever moves meanwhile, the answer is about that task.
struct CancelDialog: Sendable, Equatable {
    let taskID: String
    var choice = Choice.cancel

    enum Choice: Sendable {
        case cancel, keep

        var other: Choice { self == .cancel ? .keep : .cancel }
    }
}
