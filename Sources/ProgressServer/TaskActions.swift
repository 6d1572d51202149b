import Filtering
import JSON
import Networking
import ProgressModel

/// What workers and operators may do to tasks, the same for Socket.IO and REST: only the form of asking differs.
///
/// Each action reads its fields from untrusted JSON, has the manager do it, and keeps the register of workers true.
@EventLoop
struct TaskActions {
    let manager: ProgressManager
    let workers: WorkerRegister
    let heldAnswers: HeldAnswers
    let submissions: Submissions
    let clock: @Sendable () -> Timestamp

    func create(_ payload: JSONValue, by caller: Caller) throws(EventError) -> GenerationTask {
        let now = clock()
        let isKnown = payload["task_id"]?.string.flatMap(manager.record) != nil
        if let failure = heldAnswers.failure, !isKnown { throw .notBegun(failure) }
        return try model { () throws(TaskError) in
            let task = try manager.createTask(try NewTask(json: payload), by: { caller.originator }, at: now)
            workers.assign(caller.worker, to: task)
            return task
        }
    }

    /// Applies a report.
    ///
    /// A task that has ended is no error here: the answer's status tells the worker to stop.
    func report(_ id: String, _ payload: JSONValue, by caller: Caller) throws(EventError) -> Outcome {
        let now = clock()
        return try model { () throws(TaskError) in
            let outcome = try manager.report(id, try ProgressReport(json: payload), by: { caller.originator }, at: now)
            workers.assign(caller.worker, to: outcome.task)
            return outcome
        }
    }

    func complete(_ id: String, _ payload: JSONValue, by caller: Caller) throws(EventError) -> GenerationTask {
        let now = clock()
        let outcome = try model { () throws(TaskError) in
            let fields = try PayloadFields(payload)
            let result = try fields.object("result").map(JSONValue.object)
            let attempt = try fields.attempt()
            return try manager.complete(id, result: result, attempt: attempt, by: { caller.originator }, at: now)
        }
        return try settled(outcome, as: .completed)
    }

    func fail(_ id: String, _ payload: JSONValue, by caller: Caller) throws(EventError) -> GenerationTask {
        let now = clock()
        guard let text = payload["error"]?.string else {
            throw EventError(code: "invalid_error", message: "Give the reason of the failure as text in \"error\".")
        }
        let outcome = try model { () throws(TaskError) in
            let attempt = try PayloadFields(payload).attempt()
            return try manager.fail(id, error: text, attempt: attempt, by: { caller.originator }, at: now)
        }
        return try settled(outcome, as: .failed)
    }

    /// Cancels a task, where the payload names an attempt only if that is still the one; with `force` the worker is to end its
    /// work at once, also one that was told before and has not let go yet.
    func cancel(_ id: String, _ payload: JSONValue, by caller: Caller) throws(EventError) -> GenerationTask {
        let now = clock()
        let reason = try payload.optionalText("reason")
        let isForced = try payload.flag("force")
        let attempt = try model { () throws(TaskError) in try PayloadFields(payload).attempt() }
        if let attempt, case let task = try task(id), task.attempt != attempt {
            var refusal = EventError.otherAttempt(task)
            refusal.facts["cancelled"] = false
            throw refusal
        }
        let isOwn = submissions.workers?.isRunning(id) ?? false
        let isAttached = isOwn || workers.worker(of: id) != nil
        let outcome = try model { () throws(TaskError) in
            try manager.cancel(id, by: caller.originator, reason: reason, workerAttached: isAttached, at: now)
        }
        if outcome.isApplied || isForced && outcome.task.isReleasing {
            workers.tellCancelled(outcome.task, reason: reason, isForced: isForced)
            submissions.workers?.end(id, isForced: isForced)
        }
        return try settled(outcome, as: .cancelled)
    }

    /// The worker's word that a cancelled task's resources are free.
    ///
    /// Of what the server's own workers still run, only these know when it is gone.
    func confirmReleased(_ id: String, by caller: Caller) throws(EventError) -> GenerationTask {
        guard submissions.workers?.isRunning(id) != true else { return try task(id) }
        let now = clock()
        return try model { () throws(TaskError) in
            try manager.confirmReleased(id, by: { caller.originator }, at: now)
        }.task
    }

    func delete(_ id: String, by caller: Caller) throws(EventError) {
        let now = clock()
        try model { () throws(TaskError) in try manager.delete(id, by: caller.originator, at: now) }
    }

    func task(_ id: String) throws(EventError) -> GenerationTask {
        try model { () throws(TaskError) in try manager.task(id) }
    }

    /// A search for the tasks of a selection, of which those that the clock decides are judged by the time it is now.
    func search(_ selection: TaskSelection, limit: Int? = nil, after id: String? = nil) throws(EventError) -> TaskSearch
    {
        let now = clock()
        let filter = selection.filter ?? .all
        return try model { () throws(TaskError) in
            try manager.search(statuses: selection.statuses, types: selection.types, limit: limit, after: id) { task in
                filter.accepts(task, at: now)
            }
        }
    }

    /// Asking twice for the same end is fine; asking for another end than the task has is refused.
    private func settled(_ outcome: Outcome, as status: TaskStatus) throws(EventError) -> GenerationTask {
        guard outcome.task.status == status else { throw EventError(outcome.task, refuses: status.rawValue) }
        return outcome.task
    }

    func model<Result>(_ action: () throws(TaskError) -> Result) throws(EventError) -> Result {
        do throws(TaskError) {
            return try action()
        } catch {
            throw EventError(error)
        }
    }
}
