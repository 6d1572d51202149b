/// One entry of the manager's outbox: what watchers must hear and a journal must keep, in the order it happened.
package enum Change: Sendable, Equatable {
    /// A task came to be or changed; this is all of it. Per task, `seq` rises by one from change to change.
    ///
    /// Urgent is whatever is more than a step forward (creation, another status, a stall and its end, a release) and so must reach
    /// every watcher at once; of the others only the newest matters. Boxed, because a change is passed on often and a task is large.
    indirect case updated(GenerationTask, isUrgent: Bool)
    /// The task was deleted, cleaned up, or gave way to a new one.
    case removed(id: String)
    /// Something for the journal alone.
    case noted(JournalNote)
}

extension Change {
    /// The task that has ended or is gone; nil where this is no end.
    package var endedTaskID: String? {
        switch self {
        case .updated(let task, _): task.status.isTerminal ? task.id : nil
        case .removed(let id): id
        case .noted: nil
        }
    }
}
