/// What became of something a worker or an operator wanted done to a task; the record is as it stands afterwards.
package enum Outcome: Sendable, Equatable {
    /// The task changed: its `seq` has risen by one, and watchers will hear of it.
    case applied(GenerationTask)
    /// Nothing changed, because the task stands at this status; a worker that reads `cancelled` should stop.
    case ignored(because: TaskStatus, GenerationTask)

    package var task: GenerationTask {
        switch self {
        case .applied(let task), .ignored(_, let task): task
        }
    }

    package var isApplied: Bool {
        if case .applied = self { true } else { false }
    }
}
