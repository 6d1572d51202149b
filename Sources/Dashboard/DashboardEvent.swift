package import ProgressModel
package import Screen

/// Everything that can happen to a dashboard.
package enum DashboardEvent: Sendable {
    case key(Key)
    case resized(Size)
    case connection(ConnectionState)
    /// What the server's clock says now; ages and remaining times are counted by it from then on.
    case serverClock(Timestamp)
    /// A full list follows in `tasks`; what is not on it when it ends is gone.
    case snapshotBegan
    /// A part of the full list, or the last part when no more follow.
    case tasks([GenerationTask], more: Bool)
    case changed(GenerationTask)
    case removed(String)
    case cancelAnswered(taskID: String, CancelAnswer)
    /// The moment that `nextRedraw(after:)` named has come; changes nothing but what the view says about time.
    case clockTicked
}

/// How the connection to the server stands.
package enum ConnectionState: Sendable, Equatable {
    case connecting
    case connected(serverVersion: String?)
    /// Lost or never made; `retryAt` is the next try, where one is planned. Times are of the local clock.
    case disconnected(reason: String, since: Timestamp, retryAt: Timestamp?)
}

/// What the server said to a request to cancel a task.
package enum CancelAnswer: Sendable, Equatable {
    case cancelled
    case alreadyEnded(TaskStatus)
    /// With what the server, or the connection, says is wrong.
    case failed(String)
}

/// What the dashboard asks of whoever runs it.
package enum DashboardEffect: Sendable, Equatable {
    case cancel(taskID: String)
    case retryConnectionNow
    case quit
    /// Paint everything again, because something else may have written on the terminal.
    case redraw
}
