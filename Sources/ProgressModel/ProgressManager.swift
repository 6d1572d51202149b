package import JSON
import Synchronization

/// The one owner of all tasks, to be called from any thread: the thread-safe door to a `TaskTable`.
///
/// Every call that changes a task puts the change into the outbox, in order; whoever pushes changes to watchers takes them with
/// `takeChanges`. The rules, and what is thrown when, stand with the methods of the same names in `TaskTable`.
package final class ProgressManager: Sendable {
    /// Names the life of these tasks, so that a client can tell a restart from a gap.
    package let epoch: String
    private let table: Mutex<TaskTable>
    private let onChange: @Sendable () -> Void

    /// Begins without tasks; `onChange` is called, outside the lock and on the caller's thread, when the outbox stops being empty.
    package init(limits: TaskLimits = .standard, epoch: String, onChange: @escaping @Sendable () -> Void) {
        self.epoch = epoch
        self.onChange = onChange
        table = Mutex(TaskTable(limits: limits))
    }

    /// Goes on where a life before this one ended.
    package init(
        limits: TaskLimits = .standard,
        restoring saved: SavedState,
        at now: Timestamp,
        onChange: @escaping @Sendable () -> Void,
    ) {
        epoch = saved.epoch
        self.onChange = onChange
        table = Mutex(TaskTable(limits: limits, restoring: saved, at: now))
    }

    package func createTask(
        _ new: NewTask = NewTask(),
        by originator: Originator.Source = Originator.nobody,
        at now: Timestamp,
    ) throws(TaskError) -> GenerationTask {
        try change { (table) throws(TaskError) in try table.create(new, by: originator, at: now) }
    }

    @discardableResult
    package func report(
        _ id: String,
        _ report: ProgressReport,
        by originator: Originator.Source = Originator.nobody,
        at now: Timestamp,
    ) throws(TaskError) -> Outcome {
        try change { (table) throws(TaskError) in try table.report(id, report, by: originator, at: now) }
    }

    @discardableResult
    package func complete(
        _ id: String,
        result: JSONValue? = nil,
        attempt: Int? = nil,
        by originator: Originator.Source = Originator.nobody,
        at now: Timestamp,
    ) throws(TaskError) -> Outcome {
        try change { (table) throws(TaskError) in
            try table.complete(id, result: result, attempt: attempt, by: originator, at: now)
        }
    }

    @discardableResult
    package func fail(
        _ id: String,
        error: String,
        saying message: String? = nil,
        attempt: Int? = nil,
        by originator: Originator.Source = Originator.nobody,
        at now: Timestamp,
    ) throws(TaskError) -> Outcome {
        try change { (table) throws(TaskError) in
            try table.fail(id, error: error, saying: message, attempt: attempt, by: originator, at: now)
        }
    }

    /// Cancels a task for its watchers at once; `workerAttached` says whether a worker is there who will confirm the release.
    @discardableResult
    package func cancel(
        _ id: String,
        by originator: Originator,
        reason: String? = nil,
        workerAttached: Bool = false,
        at now: Timestamp,
    ) throws(TaskError) -> Outcome {
        try change { (table) throws(TaskError) in
            try table.cancel(id, by: originator, reason: reason, workerAttached: workerAttached, at: now)
        }
    }

    @discardableResult
    package func confirmReleased(
        _ id: String,
        by originator: Originator.Source = Originator.nobody,
        at now: Timestamp,
    ) throws(TaskError) -> Outcome {
        try change { (table) throws(TaskError) in try table.confirmReleased(id, by: originator, at: now) }
    }

    /// Has a task wait for its next attempt, and returns it; one in progress only where its work was interrupted.
    @discardableResult
    package func retry(
        _ id: String,
        isInterrupted: Bool = false,
        by originator: Originator.Source = Originator.nobody,
        at now: Timestamp,
    ) throws(TaskError) -> GenerationTask {
        try change { (table) throws(TaskError) in
            try table.retry(id, isInterrupted: isInterrupted, by: originator, at: now)
        }
    }

    package func delete(_ id: String, by originator: Originator? = nil, at now: Timestamp) throws(TaskError) {
        try change { (table) throws(TaskError) in try table.delete(id, by: originator, at: now) }
    }

    @discardableResult
    package func cleanUp(keeping retention: Retention, atMost limit: Int = .max, at now: Timestamp) -> [String] {
        change { $0.cleanUp(keeping: retention, atMost: limit, at: now) }
    }

    package func note(_ note: JournalNote) {
        change { $0.note(note) }
    }

    /// Lets tasks stall and leases run out; to be called when `nextDeadline` has come, and harmless at any other time.
    package func timePassed(_ now: Timestamp) {
        change { $0.timePassed(now) }
    }

    /// Begins all silences anew, because it was not the workers' fault that nothing was heard.
    package func excuseSilence(until now: Timestamp) {
        change { $0.excuseSilence(until: now) }
    }

    package func takeChanges() -> [Change] {
        table.withLock { $0.takeChanges() }
    }

    private func change<Value: Sendable, Failure: Error>(
        _ body: (inout TaskTable) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let (value, wakes) = try table.withLock { (table) throws(Failure) in
            let hadChanges = table.hasChanges
            let value = try body(&table)
            return (value, !hadChanges && table.hasChanges)
        }
        if wakes { onChange() }
        return value
    }
}

/// Questions, which change nothing.
extension ProgressManager {
    package func record(_ id: String) -> GenerationTask? {
        table.withLock { $0.record(id) }
    }

    /// Throws `unknown_task` or `task_removed`.
    package func task(_ id: String) throws(TaskError) -> GenerationTask {
        try table.withLock { (table) throws(TaskError) in try table.task(id) }
    }

    package func progress(_ id: String) -> Double? {
        record(id)?.progress
    }

    /// Whether work on this task should stop because somebody cancelled it; false for a task that is not known.
    package func isCancelled(_ id: String) -> Bool {
        record(id)?.status == .cancelled
    }

    package func tasks(
        statuses: Set<TaskStatus>? = nil,
        types: Set<String>? = nil,
        limit: Int? = nil,
        after id: String? = nil,
    ) throws(TaskError) -> TaskPage {
        try table.withLock { (table) throws(TaskError) in
            try table.tasks(statuses: statuses, types: types, limit: limit, after: id)
        }
    }

    package func search(
        statuses: Set<TaskStatus>? = nil,
        types: Set<String>? = nil,
        limit: Int? = nil,
        after id: String? = nil,
        where accepts: @escaping @Sendable (GenerationTask) -> Bool = { _ in true },
    ) throws(TaskError) -> TaskSearch {
        try table.withLock { (table) throws(TaskError) in
            try table.search(statuses: statuses, types: types, limit: limit, after: id, where: accepts)
        }
    }

    package func advance(_ search: inout TaskSearch, lookingAt count: Int) {
        table.withLock { $0.advance(&search, lookingAt: count) }
    }

    package func seqs(
        statuses: Set<TaskStatus>? = nil,
        types: Set<String>? = nil,
    ) -> [(id: String, seq: Int)] {
        table.withLock { $0.seqs(statuses: statuses, types: types) }
    }

    package var countsByStatus: [TaskStatus: Int] {
        table.withLock { $0.counts }
    }

    package var nextDeadline: Timestamp? {
        table.withLock { $0.nextDeadline }
    }
}
