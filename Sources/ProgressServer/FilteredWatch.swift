import Filtering
import Networking
import ProgressModel

/// A watch narrowed by a filter: which tasks pass it, and which of them the client has been sent.
///
/// A client need not understand filters: a task that it was sent, and that passes no more, is taken back with `task_removed`.
/// A task is judged when it changes, by the server's clock; nothing happens when only time goes by.
@EventLoop
final class FilteredWatch {
    /// What a client is to be told of a task that has changed.
    enum News {
        case changed
        /// It was sent before, and passes no more.
        case left
    }

    private let selection: TaskSelection
    private let filter: TaskFilter
    private let clock: @Sendable () -> Timestamp
    /// The tasks that the client holds; no more than there are.
    private var sent: Set<String> = []

    init(_ selection: TaskSelection, _ filter: TaskFilter, clock: @escaping @Sendable () -> Timestamp) {
        self.selection = selection
        self.filter = filter
        self.clock = clock
    }

    /// Whether a task belongs into a snapshot; if so, it counts as sent.
    func admits(_ task: GenerationTask) -> Bool {
        guard selection.accepts(task), filter.accepts(task, at: clock()) else { return false }
        sent.insert(task.id)
        return true
    }

    /// What the client is to be told of a changed task; nil for nothing.
    func news(of task: GenerationTask) -> News? {
        if admits(task) { return .changed }
        return sent.remove(task.id) == nil ? nil : .left
    }

    /// A task is gone; true when the client holds it.
    func forget(_ id: String) -> Bool {
        sent.remove(id) != nil
    }
}
