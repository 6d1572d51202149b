import JSON
import ProgressModel

/// Tasks for the server's own workers: submitting one, and having it done once more.
extension TaskActions {
    /// Creates a task and puts it in the queue; one that exists with that id and type is left as it is.
    func submit(_ payload: JSONValue, by caller: Caller) throws(EventError) -> GenerationTask {
        let now = clock()
        let (new, input) = try model { () throws(TaskError) in
            let input = try PayloadFields(payload).object("input") ?? [:]
            try TaskLimits.standard.check(input: .object(input))
            var new = try NewTask(json: payload)
            // The server knows its own workers, and waiting in the queue is no silence.
            new.leaseSeconds = nil
            return (new, input)
        }
        let isKnown = new.id.flatMap(manager.record) != nil
        let workers = try isKnown ? nil : workersTaking(new.type)
        if let failure = heldAnswers.failure, !isKnown { throw .notBegun(failure) }
        let task = try model { () throws(TaskError) in
            try manager.createTask(new, by: { caller.originator }, at: now)
        }
        guard let workers else { return task }
        submissions.keep(input, of: task.id, at: now)
        workers.add(task, input: input)
        return manager.record(task.id) ?? task
    }

    /// Puts a failed or cancelled task in the queue again, for its next attempt; where the payload names an attempt, only if
    /// that is still the one.
    func retry(_ id: String, _ payload: JSONValue, by caller: Caller) throws(EventError) -> GenerationTask {
        let now = clock()
        let attempt = try model { () throws(TaskError) in try PayloadFields(payload).attempt() }
        let before = try task(id)
        if let attempt, before.attempt != attempt { throw .otherAttempt(before) }
        // What it was made from is forgotten, but that is not why.
        if before.status == .completed { throw EventError(.notRetryable(id, .completed, isReleasing: false)) }
        guard let input = submissions[id] else { throw .notSubmitted(before) }
        let workers = try workersTaking(before.type)
        let task = try model { () throws(TaskError) in
            guard !workers.isRunning(id) || !before.status.isTerminal else {
                throw .notRetryable(id, before.status, isReleasing: true)
            }
            return try manager.retry(id, by: { caller.originator }, at: now)
        }
        // Its place among those that wait is the last, also after a restart.
        submissions.keep(input, of: id, at: now)
        workers.add(task, input: input)
        return manager.record(id) ?? task
    }

    private func workersTaking(_ type: String) throws(EventError) -> any OwnWorkers {
        guard let workers = submissions.workers else { throw .noWorkers }
        if let refusal = workers.refusal(of: type) { throw EventError(code: refusal.code, message: refusal.message) }
        return workers
    }
}

extension EventError {
    fileprivate static let noWorkers = EventError(
        code: "unknown_task_type",
        message: "This server has no workers of its own. Declare a generator in its configuration file.",
    )

    fileprivate static func notSubmitted(_ task: GenerationTask) -> EventError {
        EventError(
            code: "not_retryable",
            message: "It was not submitted here, so create a new one.",
            facts: ["task_id": .string(task.id), "status": .string(task.status.rawValue)],
        )
    }
}
