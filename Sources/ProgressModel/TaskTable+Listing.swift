/// A part of the list of tasks, in the order they were created.
package struct TaskPage: Sendable, Equatable {
    package var tasks: [GenerationTask]
    /// Whether more follow; the last id here is the `after` to ask for them with.
    package var hasMore: Bool
}

/// Looking through the list of tasks for a page of it, as far at a time as whoever asks can wait.
///
/// Between two steps tasks may come, change and go: each is taken as it is when it is looked at.
package struct TaskSearch: Sendable {
    private let statuses: Set<TaskStatus>?
    private let types: Set<String>?
    private let limit: Int?
    private let accepts: @Sendable (GenerationTask) -> Bool
    /// The number of the task looked at last.
    fileprivate private(set) var place: Int?
    /// What has been found so far.
    package private(set) var page = TaskPage(tasks: [], hasMore: false)
    package fileprivate(set) var isFinished = false

    fileprivate init(
        statuses: Set<TaskStatus>?,
        types: Set<String>?,
        limit: Int?,
        after place: Int?,
        where accepts: @escaping @Sendable (GenerationTask) -> Bool,
    ) {
        self.statuses = statuses
        self.types = types
        self.limit = limit
        self.place = place
        self.accepts = accepts
    }

    /// What has been found since the last time, to be dealt with while the search goes on.
    package mutating func takeFound() -> [GenerationTask] {
        defer { page.tasks = [] }
        return page.tasks
    }

    fileprivate mutating func look(at task: TrackedTask) {
        place = task.number
        let record = task.record
        guard statuses?.contains(record.status) ?? true, types?.contains(record.type) ?? true, accepts(record) else {
            return
        }
        if let limit, page.tasks.count >= limit {
            page.hasMore = true
            isFinished = true
        } else {
            page.tasks.append(record)
        }
    }
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
        var search = try search(statuses: statuses, types: types, limit: limit, after: id)
        advance(&search, lookingAt: .max)
        return search.page
    }

    /// The same, to be looked for with `advance`; `accepts` narrows it further.
    package func search(
        statuses: Set<TaskStatus>? = nil,
        types: Set<String>? = nil,
        limit: Int? = nil,
        after id: String? = nil,
        where accepts: @escaping @Sendable (GenerationTask) -> Bool = { _ in true },
    ) throws(TaskError) -> TaskSearch {
        let place = try id.map { (id) throws(TaskError) in try self.place(of: id) }
        return TaskSearch(statuses: statuses, types: types, limit: limit, after: place, where: accepts)
    }

    /// Goes on with a search, past so many tasks at most.
    package func advance(_ search: inout TaskSearch, lookingAt count: Int) {
        var left = count
        for id in order.ids(after: search.place) {
            guard left > 0, !search.isFinished else { return }
            left -= 1
            if let task = tracked[id] { search.look(at: task) }
        }
        search.isFinished = true
    }

    /// Which tasks there are of some statuses and types (nil: of all), in the order they were created, and how far each has come.
    package func seqs(
        statuses: Set<TaskStatus>? = nil,
        types: Set<String>? = nil,
    ) -> [(id: String, seq: Int)] {
        order.ids().compactMap { id in
            guard let task = tracked[id], statuses?.contains(task.record.status) ?? true,
                types?.contains(task.record.type) ?? true
            else { return nil }
            return (id, task.record.seq)
        }
    }
}
