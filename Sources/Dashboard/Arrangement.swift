import Filtering
import ProgressModel

/// Which tasks the list shows, and in which order.
struct Arrangement: Sendable, Equatable {
    var tab = StatusTab.all
    var filter = TaskFilter.all
    var order = SortOrder.usual
    var isReversed = false

    func accepts(_ task: GenerationTask, at clock: Timestamp) -> Bool {
        tab.accepts(task) && filter.accepts(task, at: clock)
    }

    func place(of task: GenerationTask) -> RowPlace { order.place(of: task) }

    func rows(of tasks: some Collection<GenerationTask>, at clock: Timestamp) -> TaskRows {
        TaskRows(tasks.filter { accepts($0, at: clock) }.map(place), isReversed: isReversed)
    }
}
