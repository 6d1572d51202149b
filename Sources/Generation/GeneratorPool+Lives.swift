package import JSON
import Networking
package import ProgressModel

/// The ends and beginnings of the server.
extension GeneratorPool {
    /// What a stop leaves of its time for other things than commands that do not end.
    private static let stopMargin: Duration = .milliseconds(500)

    /// Takes up what the last life left: queued tasks wait again, and those that were worked on go by their generator's rule.
    ///
    /// - Parameter submitted: All tasks that are not ended and were submitted, in the order they are to wait.
    package func restore(_ submitted: [(task: GenerationTask, input: JSONObject)]) {
        for (task, input) in submitted {
            guard generators[task.type] != nil else {
                let types = taskTypes.joined(separator: ", ")
                let message = "There is no generator for \(task.type) any more; there are: \(types)"
                _ = try? manager.fail(task.id, error: "unknown_task_type", saying: message, at: clock())
                continue
            }
            let isQueued = task.status == .pending && task.startedAt == nil
            guard let task = isQueued ? task : interrupted(task) else { continue }
            add(task, input: input)
        }
    }

    /// The task for its next attempt; nil where it fails instead.
    private func interrupted(_ task: GenerationTask) -> GenerationTask? {
        if let generator = generators[task.type], generator.afterRestart == .retry, task.attempt < generator.attempts,
            let next = try? manager.retry(task.id, isInterrupted: true, at: clock())
        {
            return next
        }
        let message = "Its worker ended with the server, at \(Int(task.progress))%; retry it to begin again"
        _ = try? manager.fail(task.id, error: GenerationTask.serverRestarted, saying: message, at: clock())
        return nil
    }

    /// Ends all commands; their tasks go by their generator's rule, and none begins any more.
    ///
    /// - Parameters:
    ///   - time: What has not ended shortly before it is over gets SIGKILL.
    ///   - completed: Called once, when nothing is left of them.
    package func stop(within time: Duration, completed: @escaping @EventLoop () -> Void) {
        let actions = queue.stop()
        for job in runs.keys {
            guard let task = manager.record(job.id), task.attempt == job.attempt, !task.status.isTerminal else {
                continue
            }
            _ = interrupted(task)
        }
        whenStopped = completed
        let killing = LoopTimer { [self] in
            for run in runs.values { run.end(isForced: true) }
        }
        killing.schedule(after: max(.zero, time - GeneratorPool.stopMargin))
        perform(actions)
    }
}
