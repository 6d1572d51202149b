package import ProgressModel
package import Screen

/// Everything that can happen to a dashboard.
package enum DashboardEvent: Sendable {
    case key(Key)
    case resized(Size)
    case news(ServerNews, from: ServerID)
    case answered(ActionRequest, ActionAnswer)
    /// What has happened to a task, oldest first; nil when the server cannot tell.
    case history(WatchedTask.ID, [HistoryLine]?)
    /// A picture of the state as it is now has been shown; what is typed from here on is an answer to it.
    case drawn
    /// The moment that `nextRedraw(after:)` named has come.
    case clockTicked

    /// Whether no later event would make up for its loss.
    package var isEssential: Bool {
        switch self {
        case .news(.connection, _), .news(.clock, _), .answered, .history: true
        case .key, .resized, .news, .drawn, .clockTicked: false
        }
    }
}

/// What is heard from a server, or about it.
package enum ServerNews: Sendable {
    case connection(ConnectionState)
    /// What its clock says now; ages and remaining times are counted by it from then on.
    case clock(Timestamp)
    /// A full list follows in `tasks`; what is not on it when it ends is gone.
    case snapshotBegan
    /// A part of the full list, or the last part when no more follow.
    case tasks([GenerationTask], more: Bool)
    case changed(GenerationTask)
    case removed(String)
}

/// How the connection to a server stands.
package enum ConnectionState: Sendable, Equatable {
    case connecting
    case connected(ServerIdentity)
    /// Lost or never made; `retryAt` is the next try, where one is planned. Times are of the local clock.
    case disconnected(reason: String, since: Timestamp, retryAt: Timestamp?)
}

/// What a server said about itself when it let the dashboard in.
package struct ServerIdentity: Sendable, Equatable {
    package var version: String?
    /// Names the life of the server's records: in another one the same ids and numbers mean nothing.
    package var epoch: String?
    /// What this connection may do; nil where the server did not say.
    package var roles: Set<String>?
    /// The types of tasks that its own workers do, and so can do once more.
    package var taskTypes: Set<String>

    package init(
        version: String? = nil,
        epoch: String? = nil,
        roles: Set<String>? = nil,
        taskTypes: Set<String> = [],
    ) {
        self.version = version
        self.epoch = epoch
        self.roles = roles
        self.taskTypes = taskTypes
    }
}

/// A task as it was when somebody decided about it.
package struct TaskVersion: Sendable, Hashable {
    package let id: WatchedTask.ID
    package let attempt: Int
    package let seq: Int

    package init(_ task: GenerationTask, on server: ServerID) {
        id = WatchedTask.ID(task.id, on: server)
        attempt = task.attempt
        seq = task.seq
    }
}

/// Something a server is asked to do to one of its tasks.
package struct ActionRequest: Sendable, Hashable {
    package enum Verb: Sendable, Hashable {
        case cancel, force, delete, retry

        /// Whether somebody's work is lost by it.
        var endsWork: Bool { self == .cancel || self == .force }
    }

    package let verb: Verb
    package let task: TaskVersion

    package init(verb: Verb, task: TaskVersion) {
        self.verb = verb
        self.task = task
    }
}

/// What the server said to it.
package enum ActionAnswer: Sendable, Equatable {
    case done
    case alreadyEnded(TaskStatus)
    /// It knows no such request: an older server.
    case notOffered
    /// With what the server, or the connection, says is wrong.
    case failed(String)
}

/// One thing that happened to a task, as the server remembers it.
package struct HistoryLine: Sendable, Equatable {
    package let time: Timestamp
    package let text: String

    package init(time: Timestamp, text: String) {
        self.time = time
        self.text = text
    }
}

/// What the dashboard asks of whoever runs it.
package enum DashboardEffect: Sendable, Equatable {
    case request(ActionRequest)
    case fetchHistory(WatchedTask.ID)
    /// Do not wait for the next try to reach these.
    case retryNow([ServerID])
    case quit
    /// Paint everything again, because something else may have written on the terminal.
    case redraw
    /// Put a text into the clipboard.
    case copy(String)
    case useMouse(Bool)
    /// The last task in progress has ended: tell somebody who looks elsewhere.
    case announce(String)
}
