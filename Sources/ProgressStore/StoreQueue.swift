import ProgressModel

/// What callers have handed over and the store's thread has not yet taken, and when it is to take it.
///
/// A plain value: `ProgressStore` guards it with a lock and does what it says.
struct StoreQueue {
    /// Called with why what was handed over is not kept, or nil once it is.
    typealias Completion = @Sendable (StoreError?) -> Void

    /// All that is to be done at a time.
    struct Work {
        var changes = PendingChanges()
        var waiting: [Completion] = []
    }

    private var work = Work()
    /// When the thread has something to do; nil while it has nothing.
    private(set) var dueAt: ContinuousClock.Instant?
    /// Once it closes: until when what cannot be written is tried again.
    private(set) var closingDeadline: ContinuousClock.Instant?
    private var writeFailure: StoreError?

    /// Why nothing can be kept at the moment; nil while all is well.
    var failure: StoreError? {
        work.changes.isFull ? .overloaded(limit: PendingChanges.limit) : writeFailure
    }

    /// Takes changes in the order they happened.
    ///
    /// The answer is whether the thread must be woken.
    mutating func append(
        _ changes: [Change],
        _ completed: Completion?,
        delay: Duration,
        now: ContinuousClock.Instant,
    ) -> Bool {
        for change in changes { work.changes.append(change) }
        if let completed { work.waiting.append(completed) }
        guard completed != nil || !changes.isEmpty else { return false }
        let isUrgent = completed != nil || changes.contains(where: \.isToBeKeptAtOnce)
        return schedule(at: isUrgent ? now : now + delay)
    }

    mutating func close(tryingUntil deadline: ContinuousClock.Instant, now: ContinuousClock.Instant) -> Bool {
        closingDeadline = deadline
        return schedule(at: now)
    }

    /// Whether the thread has done all it can, so that it is to end.
    func isDone(now: ContinuousClock.Instant) -> Bool {
        guard let closingDeadline else { return false }
        if work.changes.isEmpty, work.waiting.isEmpty { return true }
        return writeFailure.map { !$0.mayPass || now >= closingDeadline } ?? false
    }

    /// What waits and never will be written now that the thread has ended; nil when there is nothing.
    var unwritten: Unwritten? {
        guard let writeFailure, !work.changes.isEmpty else { return nil }
        return Unwritten(
            reason: writeFailure,
            taskIDs: work.changes.taskIDs,
            noteCount: work.changes.noteCount,
        )
    }

    mutating func take() -> Work {
        defer {
            work = Work()
            dueAt = nil
        }
        return work
    }

    mutating func succeeded() {
        writeFailure = nil
    }

    /// All that could not be written waits again, what has come meanwhile behind it.
    mutating func failed(_ error: StoreError, writing changes: PendingChanges, retryAt moment: ContinuousClock.Instant)
    {
        var all = changes
        all.append(work.changes)
        work.changes = all
        writeFailure = error
        _ = schedule(at: min(moment, closingDeadline ?? moment))
    }

    /// Sees to it that the thread works at a moment or before; the answer is whether it sleeps too long for that.
    private mutating func schedule(at moment: ContinuousClock.Instant) -> Bool {
        if let dueAt, dueAt <= moment { return false }
        dueAt = moment
        return true
    }
}

extension Change {
    /// The beginning and the end of a task, which nobody should find missing even though nobody waits for them.
    fileprivate var isToBeKeptAtOnce: Bool {
        guard case .updated(let task, let isUrgent) = self else { return false }
        return isUrgent && (task.status.isTerminal || task.status == .pending)
    }
}
