import Filtering
import ProgressModel

/// Which tasks the list shows, and in which order.
struct Arrangement: Sendable, Equatable {
    /// The server whose tasks are shown; nil for those of all.
    var server: ServerID?
    var tab = StatusTab.all
    var filter = TaskFilter.all
    var order = SortOrder.usual
    var isReversed = false

    /// Whether the list shows a task of a server at a moment of the local clock.
    func accepts(_ task: GenerationTask, of server: ServerState, at now: Timestamp) -> Bool {
        (self.server == nil || self.server == server.id) && tab.accepts(task)
            && filter.accepts(task, on: server.label.name, at: server.clock(at: now))
    }

    func place(of task: WatchedTask) -> RowPlace { order.place(of: task) }

    func rows(of servers: [ServerState], at now: Timestamp) -> TaskRows {
        let places = servers.flatMap { server in
            server.tasks.all.lazy.filter { accepts($0, of: server, at: now) }
                .map { place(of: WatchedTask($0, on: server.id)) }
        }
        return TaskRows(places, isReversed: isReversed)
    }
}
