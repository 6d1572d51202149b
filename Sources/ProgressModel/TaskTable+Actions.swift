package import JSON

/// What workers and operators do to tasks. All throw `unknown_task`; what comes after the end of a task is ignored, never an error,
/// but for the word of a worker that has lost the task: `lease_lost`.
extension TaskTable {
    /// Applies a worker's report, also one that says nothing new.
    ///
    /// Throws `invalid_...` or `overloaded`.
    ///
    /// Any report applies to a task in progress: progress may fall, and `pending` puts the task back to waiting.
    package mutating func report(
        _ id: String,
        _ report: ProgressReport,
        by originator: Originator.Source = Originator.nobody,
        at now: Timestamp,
    ) throws(TaskError) -> Outcome {
        try limits.check(report)
        let endsTask = report.status?.isTerminal ?? false
        if !endsTask { try checkOutbox() }
        return try work(on: id, attempt: report.attempt, for: originator, at: now) { $0.apply(report, at: now, $1) }
    }

    /// Ends a task well, at 100 per cent.
    ///
    /// Throws `invalid_result`.
    package mutating func complete(
        _ id: String,
        result: JSONValue?,
        attempt: Int? = nil,
        by originator: Originator.Source = Originator.nobody,
        at now: Timestamp,
    ) throws(TaskError) -> Outcome {
        try limits.check(result: result)
        return try work(on: id, attempt: attempt, for: originator, at: now) { task, _ in
            task.complete(result: result, at: now)
        }
    }

    /// Ends a task badly; the message is the error where nothing else is said.
    ///
    /// Throws `invalid_error`.
    package mutating func fail(
        _ id: String,
        error: String,
        saying message: String? = nil,
        attempt: Int? = nil,
        by originator: Originator.Source = Originator.nobody,
        at now: Timestamp,
    ) throws(TaskError) -> Outcome {
        try limits.check(error: error)
        return try work(on: id, attempt: attempt, for: originator, at: now) { task, limits in
            task.fail(error: error, saying: message, at: now, limits)
        }
    }

    /// Ends a task because somebody wishes so; where a worker is attached, it is releasing until that one confirms.
    ///
    /// Throws `invalid_reason`.
    package mutating func cancel(
        _ id: String,
        by originator: Originator,
        reason: String?,
        workerAttached: Bool,
        at now: Timestamp,
    ) throws(TaskError) -> Outcome {
        try limits.check(reason: reason)
        let cancellation = Cancellation(by: originator, reason: reason, at: now)
        return try change(id, for: { originator }, at: now) { task, _ in
            task.cancel(cancellation, isReleasing: workerAttached)
        }
    }

    /// Notes that the resources of a cancelled task are free; ignored unless the task is releasing.
    package mutating func confirmReleased(
        _ id: String,
        by originator: Originator.Source = Originator.nobody,
        at now: Timestamp,
    ) throws(TaskError) -> Outcome {
        var task = try find(id)
        let before = task.record
        guard before.isReleasing else { return .ignored(because: before.status, before) }
        task.confirmReleased()
        return .applied(settle(task, replacing: before, by: originator, at: now))
    }

    /// Forgets a task that has ended, also one that is still releasing.
    ///
    /// Throws `still_in_progress`.
    package mutating func delete(
        _ id: String,
        by originator: Originator? = nil,
        at now: Timestamp,
    ) throws(TaskError) {
        let task = try find(id)
        guard task.record.status.isTerminal else { throw .stillInProgress(id) }
        remove(task, by: originator, at: now)
    }

    /// Forgets tasks that ended too long ago or are too many, at most so many of them, and returns their ids in the order they ended.
    package mutating func cleanUp(
        keeping retention: Retention,
        atMost limit: Int = .max,
        at now: Timestamp,
    ) -> [String] {
        var removed: [String] = []
        while removed.count < limit {
            let moment = endedCount > retention.count ? nil : now + -retention.seconds
            guard let id = removeFirstEnded(before: moment, at: now) else { break }
            removed.append(id)
        }
        return removed
    }

    private var endedCount: Int {
        counts.reduce(0) { $1.key.isTerminal ? $0 + $1.value : $0 }
    }

    /// What only a worker that still holds the task may do.
    private mutating func work(
        on id: String,
        attempt: Int?,
        for originator: Originator.Source,
        at now: Timestamp,
        by action: (inout TrackedTask, TaskLimits) -> Void,
    ) throws(TaskError) -> Outcome {
        let record = try find(id).record
        let attempt = attempt ?? record.attempt
        guard attempt <= record.attempt else {
            throw .invalid(field: "attempt", reason: "must be at most \(record.attempt), the newest there is")
        }
        guard attempt == record.attempt, !record.isWorkerLost else { throw .leaseLost(id, status: record.status) }
        return try change(id, for: originator, at: now, by: action)
    }

    private mutating func change(
        _ id: String,
        for originator: Originator.Source,
        at now: Timestamp,
        by action: (inout TrackedTask, TaskLimits) -> Void,
    ) throws(TaskError) -> Outcome {
        var task = try find(id)
        let before = task.record
        guard !before.status.isTerminal else { return .ignored(because: before.status, before) }
        if before.status == .pending { task.expect(paces.profile(of: before.type)) }
        action(&task, limits)
        return .applied(settle(task, replacing: before, by: originator, at: now))
    }
}
