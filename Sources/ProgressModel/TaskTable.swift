/// All tasks, the rules of their lives, and the outbox of their changes: the whole of the progress model as a plain value.
///
/// It locks nothing and reads no clock; `ProgressManager` makes it safe to share. Every action on one task takes constant time.
package struct TaskTable: Sendable {
    let limits: TaskLimits
    /// How many tasks stand at each status.
    package private(set) var counts = Dictionary(uniqueKeysWithValues: TaskStatus.allCases.map { ($0, 0) })
    typealias Tracked = [String: TrackedTask]
    private(set) var tracked: Tracked = [:]
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
        // After the tasks, which would otherwise not get the numbers back that they had.
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
            guard let index = tracked.index(forKey: due.id), Self.isScheduled(tracked.values[index], as: due) else {
                continue
            }
            tracked.values[index].scheduledAt = nil
            guard let silence = tracked.values[index].silence(at: now, limits) else {
                schedule(at: index)
                continue
            }
            _ = settle(at: index, at: now) { [limits] in $0.apply(silence, at: now, limits) }
        }
    }
}

extension TaskTable {
    /// Begins all silences anew, because it was not the workers' fault that nothing was heard.
    package mutating func excuseSilence(until now: Timestamp) {
        for index in tracked.indices where !tracked.values[index].record.status.isTerminal {
            tracked.values[index].excuseSilence(until: now)
            schedule(at: index)
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

    /// Where a task is kept.
    func index(of id: String) throws(TaskError) -> Tracked.Index {
        if let index = tracked.index(forKey: id) { return index }
        throw absence(of: id)
    }

    /// Looks at a task, or changes it, where it is kept: a copy of all that is known of it costs more than most changes.
    mutating func withTask<Value, Failure>(
        at index: Tracked.Index,
        _ body: (inout TrackedTask) throws(Failure) -> Value,
    ) throws(Failure) -> Value {
        try body(&tracked.values[index])
    }

    /// Changes a task in its place, stamps it and announces the change.
    mutating func settle(
        at index: Tracked.Index,
        by originator: Originator.Source = Originator.nobody,
        at now: Timestamp,
        _ change: (inout TrackedTask) -> Void,
    ) -> GenerationTask {
        let (before, task) = withTask(at: index) { tracked in
            let before = tracked.record.standing
            change(&tracked)
            tracked.stamp(at: now)
            return (before, tracked.record)
        }
        schedule(at: index)
        let isUrgent = task.standing != before
        announce(.updated(task, isUrgent: isUrgent))
        if isUrgent { noteChange(at: index, since: before, by: originator, at: now) }
        return task
    }

    /// What follows from more than a step forward.
    private mutating func noteChange(
        at index: Tracked.Index,
        since before: GenerationTask.Standing,
        by originator: Originator.Source,
        at now: Timestamp,
    ) {
        let task = tracked.values[index].record
        if let entry = HistoryEntry(of: task, since: before, by: originator) {
            let isNoted = task.status.isTerminal || tracked.values[index].notedEntries < limits.historyEntries
            if isNoted { note(entry.note(of: task.id)) }
            tracked.values[index].notedEntries += isNoted ? 1 : 0
        }
        if task.status != before.status { moved(tracked.values[index], from: before.status, at: now) }
    }

    private mutating func moved(_ task: TrackedTask, from before: TaskStatus, at now: Timestamp) {
        let status = task.record.status
        counts[before, default: 0] -= 1
        counts[status, default: 0] += 1
        if status.isTerminal { noteEnding(of: task, at: now) }
        if status == .completed { paces.learn(task.trace, type: task.record.type, at: now).map { note($0) } }
    }

    func find(_ id: String) throws(TaskError) -> TrackedTask {
        if let task = tracked[id] { return task }
        throw absence(of: id)
    }

    private func absence(of id: String) -> TaskError {
        removed[id].map { .removedTask(id, $0.status) } ?? .unknownTask(id)
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

    private mutating func keep(_ task: TrackedTask) {
        tracked[task.record.id] = task
        if let index = tracked.index(forKey: task.record.id) { schedule(at: index) }
    }

    /// Sees to it that a task is looked at when its deadline comes.
    private mutating func schedule(at index: Tracked.Index) {
        let limits = limits
        guard let deadline = withTask(at: index, { $0.newDeadline(limits) }) else { return }
        deadlines.insert(.init(time: deadline, id: tracked.keys[index], number: tracked.values[index].number))
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
