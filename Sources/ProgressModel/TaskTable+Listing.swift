/// A part of the list of tasks, in the order they were created.
package struct TaskPage: Sendable, Equatable {
    package var tasks: [GenerationTask]
    /// Whether more follow; the last id here is the `after` to ask for them with.
    package var hasMore: Bool
}

extension TaskTable {
    /// The tasks of some statuses and types (nil: of all), at most so many, from after the task of that id, or after where it stood
    /// until it was removed.
    ///
    /// Throws `unknown_task` when that is not known: then the place in the list is lost, and it is read anew.
    package func tasks(
        statuses: Set<TaskStatus>? = nil,
        types: Set<String>? = nil,
        limit: Int? = nil,
        after id: String? = nil,
    ) throws(TaskError) -> TaskPage {
        var page = TaskPage(tasks: [], hasMore: false)
        var place: Int?
        if let id { place = try self.place(of: id) }
        for candidate in order.ids(after: place) {
            guard let task = record(candidate),
                statuses?.contains(task.status) ?? true,
                types?.contains(task.type) ?? true
            else { continue }
            if let limit, page.tasks.count >= limit {
                page.hasMore = true
                break
            }
            page.tasks.append(task)
        }
        return page
    }
}
