import ProgressModel

/// What callers have handed over and the store's thread has not yet taken, and when it is to take it.
///
/// A plain value: `ProgressStore` guards it with a lock and does what it says.
struct StoreQueue {
    /// Called with why what was handed over is not kept, or nil once it is.
    typealias Completion = @Sendable (StoreError?) -> Void

    /// Somebody who wants to know what notes there are.
    struct Question {
        let collection: NoteCollection
        let prefix: String
        let completed: @Sendable (Result<[JournalNote], StoreError>) -> Void
    }

    /// All that is to be done at a time.
    struct Work {
        var changes = PendingChanges()
        var waiting: [Completion] = []
        var questions: [Question] = []
    }

    private var work = Work()
    /// When the thread has something to do; nil while it has nothing.
    private(set) var dueAt: ContinuousClock.Instant?
    private(set) var isClosing = false
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

    mutating func ask(_ question: Question, now: ContinuousClock.Instant) -> Bool {
        work.questions.append(question)
        return schedule(at: now)
    }

    mutating func close(now: ContinuousClock.Instant) -> Bool {
        isClosing = true
        return schedule(at: now)
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
        _ = schedule(at: moment)
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
        return isUrgent && (task.status.isTerminal || task.seq == 1)
    }
}
