import JSON

/// How the tasks ended that were removed not long ago, so that whoever still asks for one learns more than "unknown".
struct RemovedTasks: Sendable {
    private struct Removal: Sendable {
        let id: String
        let at: Timestamp
    }

    private let limits: TaskLimits
    private var statuses: [String: TaskStatus] = [:]
    /// In the order they were removed; those before `start` are forgotten.
    private var removals: [Removal] = []
    private var start = 0

    init(limits: TaskLimits) {
        self.limits = limits
    }

    func status(of id: String) -> TaskStatus? { statuses[id] }

    /// Remembers a removal; the answer is the note that lets it outlive the server.
    mutating func add(_ id: String, _ status: TaskStatus, at now: Timestamp) -> JournalNote {
        statuses[id] = status
        removals.append(Removal(id: id, at: now))
        forget(now)
        return JournalNote(in: .removedTasks, key: id, value: .string(status.rawValue), at: now)
    }

    mutating func add(_ note: JournalNote) {
        guard note.collection == .removedTasks, let status = note.value.string.flatMap(TaskStatus.init(rawValue:))
        else { return }
        _ = add(note.key, status, at: note.at)
    }

    /// Forgets what is too old or too much.
    mutating func forget(_ now: Timestamp) {
        while start < removals.count {
            let oldest = removals[start]
            let isTooMuch = removals.count - start > limits.removedTasks
            guard isTooMuch || now - oldest.at >= limits.removedSeconds else { break }
            start += 1
            statuses[oldest.id] = nil
        }
        if start > removals.count / 2 {
            removals.removeFirst(start)
            start = 0
        }
    }
}

extension NoteCollection {
    /// The final status of tasks that were removed, by id.
    package static let removedTasks = NoteCollection("removed_tasks", limit: TaskLimits.standard.removedTasks)
}
