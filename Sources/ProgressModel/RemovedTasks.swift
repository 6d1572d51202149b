import JSON

/// What is known of the tasks that were removed not long ago, so that whoever still asks for one learns more than "unknown".
struct RemovedTasks: Sendable {
    struct Removal: Sendable, Equatable {
        /// How the task had ended.
        let status: TaskStatus
        /// The number of its removal, as that of its last change: a task that is created with this id again goes on above it.
        let seq: Int
        /// Its place in the order of creation, where whoever reads the list goes on.
        let number: Int
    }

    private var removals: RecentValues<Removal>

    init(limits: TaskLimits) {
        removals = RecentValues(seconds: limits.removedSeconds, limit: limits.removedTasks)
    }

    subscript(id: String) -> Removal? { removals[id] }

    /// Remembers a removal; the answer is the note that lets it outlive the server.
    mutating func add(_ task: GenerationTask, at now: Timestamp) -> JournalNote {
        let removal = Removal(status: task.status, seq: task.seq + 1, number: task.number)
        removals.set(removal, for: task.id, at: now)
        return JournalNote(in: .removedTasks, key: task.id, value: removal.json, at: now)
    }

    /// Reads a note of an earlier life; the answer is what it tells, nil where it is none of these.
    mutating func add(_ note: JournalNote) -> Removal? {
        guard note.collection == .removedTasks, let removal = Removal(json: note.value) else { return nil }
        removals.set(removal, for: note.key, at: note.at)
        return removal
    }

    mutating func forget(_ now: Timestamp) {
        removals.forget(now)
    }
}

extension RemovedTasks.Removal {
    fileprivate var json: JSONValue {
        ["status": .string(status.rawValue), "seq": .integer(Int64(seq)), "number": .integer(Int64(number))]
    }

    fileprivate init?(json: JSONValue) {
        guard let status = json["status"]?.string.flatMap(TaskStatus.init(rawValue:)),
            let seq = json["seq"]?.integer, let number = json["number"]?.integer
        else { return nil }
        // Far below where counting on would trap, whatever stands there.
        self.init(status: status, seq: Int(min(max(seq, 1), 1 << 53)), number: Int(min(max(number, 0), 1 << 53)))
    }
}

extension NoteCollection {
    /// How tasks ended that were removed, and where they were, by id.
    package static let removedTasks = NoteCollection("removed_tasks", limit: TaskLimits.standard.removedTasks)
}
