/// Working on a task once more: the one way back from an end, and only for whoever has what the work was made from.
extension TaskTable {
    /// Has a failed or cancelled task wait for its next attempt; `seq` and the history go on.
    ///
    /// Throws `unknown_task`, `task_removed`, `overloaded`, or `not_retryable` for one that is completed, still releasing or in
    /// progress.
    ///
    /// - Parameter isInterrupted: Whoever works on it is known to be gone, so it may be in progress too.
    package mutating func retry(
        _ id: String,
        isInterrupted: Bool = false,
        by originator: Originator.Source = Originator.nobody,
        at now: Timestamp,
    ) throws(TaskError) -> GenerationTask {
        try checkOutbox()
        var task = try find(id)
        let before = task.record
        let isOpen = isInterrupted && !before.status.isTerminal
        let hasFailed = before.status == .failed || before.status == .cancelled
        guard isOpen || hasFailed && !before.isReleasing else {
            throw .notRetryable(id, before.status, isReleasing: before.isReleasing)
        }
        task.retry(at: now)
        return settle(task, replacing: before, by: originator, at: now)
    }
}
