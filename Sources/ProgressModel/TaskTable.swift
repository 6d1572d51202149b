/// All tasks, the rules of their lives, and the outbox of their changes: the whole of the progress model as a plain value.
///
/// It locks nothing and reads no clock; `ProgressManager` makes it safe to share. Every action on one task takes constant time.
package struct TaskTable: Sendable {
    let limits: TaskLimits
    /// How many tasks stand at each status.
    package private(set) var counts = Dictionary(uniqueKeysWithValues: TaskStatus.allCases.map { ($0, 0) })
    private(set) var tracked: [String: TrackedTask] = [:]
    private(set) var order = CreationOrder()
    private var removed: RemovedTasks
    /// How the tasks that have completed went; new ones are estimated by it.
    private(set) var paces = PaceHistory()
    private var outbox: [Change] = []
    /// Those in the outbox that are for watchers; of notes there are a few more, a bounded number for each.
    private var undelivered = 0
    private var deadlines = TimeOrderedQueue()
    private var endings = TimeOrderedQueue()

    package init(limits: TaskLimits = .standard) {
        self.limits = limits
        removed = RemovedTasks(limits: limits)
    }

    /// Goes on where a life before this one ended; nothing of it counts as a change.
    package init(limits: TaskLimits = .standard, restoring saved: SavedState, at now: Timestamp) {
        self.init(limits: limits)
        let removals = saved.notes.compactMap { removed.add($0) }
        for note in saved.notes { paces.add(note) }
        removed.forget(now)
        tracked.reserveCapacity(saved.tasks.count)
        for record in saved.tasks where tracked[record.id] == nil {
            let task = TrackedTask(
                restoring: record,
                number: order.append(record.id, number: record.number),
                expecting: paces.profile(of: record.type),
                at: now,
            )
            counts[record.status, default: 0] += 1
            keep(task)
            if record.status.isTerminal { noteEnding(of: task, at: record.finishedAt ?? record.updatedAt) }
        }
        removals.map(\.number).max().map { order.skip($0) }
    }

    package func record(_ id: String) -> GenerationTask? {
        tracked[id]?.record
    }

    /// The task of that id.
    ///
    /// Throws `unknown_task`, or `task_removed` while it is known how it ended.
    package func task(_ id: String) throws(TaskError) -> GenerationTask {
        try find(id).record
    }

    package var hasChanges: Bool { !outbox.isEmpty }

    /// Hands over what has changed since the last time, in the order it happened, each change once.
    package mutating func takeChanges() -> [Change] {
        defer { (outbox, undelivered) = ([], 0) }
        return outbox
    }

    /// Adds a task.
    ///
    /// An id that exists with the same type is that task, unchanged, whatever else is said about it now. The `seq` of one that was
    /// removed goes on, as long as that is remembered.
    ///
    /// Throws `task_exists`, `invalid_...`, `too_many_tasks` or `overloaded`.
    package mutating func create(
        _ new: NewTask,
        freshID: @autoclosure () -> String = TaskID.random(),
        by originator: Originator.Source = Originator.nobody,
        at now: Timestamp,
    ) throws(TaskError) -> GenerationTask {
        try limits.check(new)
        let id = new.id ?? freshID()
        if let existing = record(id) {
            guard existing.type == new.type else { throw .taskExists(id, type: existing.type) }
            return existing
        }
        try checkOutbox()
        try makeRoom(at: now)
        let seq = (removed[id]?.seq ?? 0) + 1
        let task = TrackedTask(new, id: id, number: order.append(id), seq: seq, at: now)
        counts[.pending, default: 0] += 1
        keep(task)
        announce(.updated(task.record, isUrgent: true))
        note(HistoryEntry(.created, of: task.record, at: now, by: originator()).note(of: id))
        return task.record
    }

    /// Hands the journal something to keep, in order with the changes around it.
    package mutating func note(_ note: JournalNote) {
        outbox.append(.noted(note))
    }

    /// The next moment at which `timePassed` may have something to do.
    package var nextDeadline: Timestamp? { deadlines.first?.time }

    /// Marks working tasks stalled when their workers have been silent for too long, and fails those whose lease has run out.
    package mutating func timePassed(_ now: Timestamp) {
        removed.forget(now)
        while let due = deadlines.first, due.time <= now {
            deadlines.removeFirst()
            guard var task = tracked[due.id], Self.isScheduled(task, as: due) else { continue }
            let before = task.record
            task.scheduledAt = nil
            if task.timePassed(now, limits) {
                settle(task, replacing: before, at: now)
            } else {
                keep(task)
            }
        }
    }
}

extension TaskTable {
    /// Begins all silences anew, because it was not the workers' fault that nothing was heard.
    package mutating func excuseSilence(until now: Timestamp) {
        for var task in tracked.values where !task.record.status.isTerminal {
            task.excuseSilence(until: now)
            keep(task)
        }
    }
}

/// The only ways in which a task changes or goes; the actions in `TaskTable+Actions.swift` are made of these.
extension TaskTable {
    /// Throws `overloaded` when nobody has taken the changes for too long.
    func checkOutbox() throws(TaskError) {
        guard undelivered < limits.undeliveredChanges else { throw .overloaded(limit: limits.undeliveredChanges) }
    }

    private mutating func announce(_ change: Change) {
        outbox.append(change)
        undelivered += 1
    }

    /// Stamps a changed task, puts it back in its place and announces the change.
    @discardableResult
    mutating func settle(
        _ changed: TrackedTask,
        replacing before: GenerationTask,
        by originator: Originator.Source = Originator.nobody,
        at now: Timestamp,
    ) -> GenerationTask {
        var task = changed
        task.stamp(at: now)
        let after = task.record
        var entry = HistoryEntry(from: before, to: after, by: originator)
        if task.notedEntries >= limits.historyEntries, !after.status.isTerminal { entry = nil }
        if entry != nil { task.notedEntries += 1 }
        keep(task)
        if after.status != before.status {
            counts[before.status, default: 0] -= 1
            counts[after.status, default: 0] += 1
            if after.status.isTerminal { noteEnding(of: task, at: now) }
        }
        let isUrgent =
            after.status != before.status || after.isStalled != before.isStalled
            || after.isReleasing != before.isReleasing
        announce(.updated(after, isUrgent: isUrgent))
        if let entry { note(entry.note(of: after.id)) }
        if after.status == .completed, before.status != .completed {
            paces.learn(task.trace, type: after.type, at: now).map { note($0) }
        }
        return after
    }

    func find(_ id: String) throws(TaskError) -> TrackedTask {
        if let task = tracked[id] { return task }
        if let removal = removed[id] { throw .removedTask(id, removal.status) }
        throw .unknownTask(id)
    }

    /// Where a task stands in the order of creation, or stood until it was removed.
    func place(of id: String) throws(TaskError) -> Int {
        if let task = tracked[id] { return task.number }
        if let removal = removed[id] { return removal.number }
        throw .unknownTask(id)
    }

    mutating func remove(_ task: TrackedTask, by originator: Originator? = nil, at now: Timestamp) {
        tracked[task.record.id] = nil
        order.remove(task.number)
        counts[task.record.status, default: 0] -= 1
        announce(.removed(id: task.record.id))
        note(removed.add(task.record, at: now))
        note(HistoryEntry(.deleted, of: task.record, at: now, by: originator).note(of: task.record.id))
    }

    /// Removes the task that ended first, if it did so before a moment, and returns its id.
    ///
    /// One that is still releasing is passed over and counts as ended now: its worker holds what it stands for.
    mutating func removeFirstEnded(before moment: Timestamp? = nil, at now: Timestamp) -> String? {
        var releasing: [TimeOrderedQueue.Entry] = []
        defer { for ending in releasing { endings.insert(.init(time: now, id: ending.id, number: ending.number)) } }
        while let ending = endings.first {
            if let moment, ending.time >= moment { return nil }
            endings.removeFirst()
            guard let task = tracked[ending.id], Self.hasEnded(task, as: ending) else { continue }
            guard !task.record.isReleasing else {
                releasing.append(ending)
                continue
            }
            remove(task, at: now)
            return ending.id
        }
        return nil
    }

    private mutating func makeRoom(at now: Timestamp) throws(TaskError) {
        guard tracked.count >= limits.tasks else { return }
        guard removeFirstEnded(at: now) != nil else { throw .tooManyTasks(limit: limits.tasks) }
    }

    private mutating func noteEnding(of task: TrackedTask, at now: Timestamp) {
        endings.insert(.init(time: now, id: task.record.id, number: task.number))
        endings.discard(whenAbove: queueBound) { [tracked] entry in
            tracked[entry.id].map { Self.hasEnded($0, as: entry) } ?? false
        }
    }

    /// False also for an end that a retry has undone, whether or not another has followed.
    private static func hasEnded(_ task: TrackedTask, as entry: TimeOrderedQueue.Entry) -> Bool {
        guard task.number == entry.number, task.record.status.isTerminal else { return false }
        return (task.record.finishedAt ?? task.record.updatedAt) <= entry.time
    }

    /// Puts a task in its place, and sees to it that it is looked at when its deadline comes.
    ///
    /// A deadline that has moved further needs nothing: that is found out when the old one comes.
    private mutating func keep(_ task: TrackedTask) {
        let id = task.record.id
        tracked[id] = task
        guard let deadline = task.deadline(limits) else { return }
        if let scheduled = task.scheduledAt, scheduled <= deadline { return }
        tracked[id]?.scheduledAt = deadline
        deadlines.insert(.init(time: deadline, id: id, number: task.number))
        deadlines.discard(whenAbove: queueBound) { [tracked] entry in
            tracked[entry.id].map { Self.isScheduled($0, as: entry) } ?? false
        }
    }

    private static func isScheduled(_ task: TrackedTask, as entry: TimeOrderedQueue.Entry) -> Bool {
        task.number == entry.number && task.scheduledAt == entry.time
    }

    /// So many entries a queue may hold for the tasks there are, before the outdated ones are taken out.
    private var queueBound: Int { 2 * tracked.count + 64 }
}
