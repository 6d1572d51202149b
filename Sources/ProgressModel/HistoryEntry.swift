package import JSON

/// One line of a task's history: what became of it, when, and who wanted it so.
package struct HistoryEntry: Sendable, Equatable {
    package enum Event: Sendable, Equatable {
        case created
        case became(TaskStatus)
        case stalled
        case resumed
        /// Put back to waiting for its next attempt.
        case retried
        /// The resources of the cancelled work are free.
        case released
        /// By somebody, or because it ended long ago.
        case deleted

        package var name: String {
            switch self {
            case .created: "created"
            case .became(let status): status.rawValue
            case .stalled: "stalled"
            case .resumed: "resumed"
            case .retried: "retried"
            case .released: "released"
            case .deleted: "deleted"
            }
        }

        /// Nil for a name that only a newer server knows.
        init?(name: String) {
            switch name {
            case "created": self = .created
            case "stalled": self = .stalled
            case "resumed": self = .resumed
            case "retried": self = .retried
            case "released": self = .released
            case "deleted": self = .deleted
            default:
                guard let status = TaskStatus(rawValue: name) else { return nil }
                self = .became(status)
            }
        }
    }

    package var event: Event
    package var at: Timestamp
    /// Nil when it happened by itself.
    package var by: Originator?
    /// Why it was cancelled or failed, for people.
    package var reason: String?
    /// The task as it was then.
    package var seq: Int
    package var attempt: Int
    package var progress: Double
}

extension HistoryEntry {
    /// What a change of a task is worth noting for; nil where it only went a step forward.
    init?(from before: GenerationTask, to after: GenerationTask, by originator: () -> Originator?) {
        let event: Event
        if after.attempt != before.attempt {
            event = .retried
        } else if after.status != before.status {
            event = .became(after.status)
        } else if after.isStalled != before.isStalled {
            event = after.isStalled ? .stalled : .resumed
        } else if before.isReleasing, !after.isReleasing {
            event = .released
        } else {
            return nil
        }
        self.init(event, of: after, at: after.updatedAt, by: after.isStalled ? nil : originator())
    }

    init(_ event: Event, of task: GenerationTask, at time: Timestamp, by originator: Originator?) {
        self.event = event
        at = time
        by = originator
        (seq, attempt, progress) = (task.seq, task.attempt, task.progress)
        switch event {
        case .became(.failed): reason = task.message
        case .became(.cancelled):
            by = task.cancellation?.by ?? originator
            reason = task.cancellation?.reason
        default: break
        }
    }

    /// As it is told to whoever asks, and kept in the journal.
    package var json: JSONValue {
        var members: JSONObject = [
            "event": .string(event.name),
            "timestamp": .double(at.seconds),
            "seq": .integer(Int64(seq)),
            "attempt": .integer(Int64(attempt)),
            "progress": .double(progress),
        ]
        members["by"] = by.map { .string($0.name) }
        members["from"] = by?.address.map(JSONValue.string)
        members["reason"] = reason.map(JSONValue.string)
        return .object(members)
    }

    /// Reads what `json` wrote.
    package init?(json: JSONValue) {
        guard let event = json["event"]?.string.flatMap(Event.init(name:)), let at = json["timestamp"]?.number else {
            return nil
        }
        self.event = event
        self.at = Timestamp(seconds: at)
        by = json["by"]?.string.map { Originator(name: $0, address: json["from"]?.string) }
        reason = json["reason"]?.string
        seq = json["seq"]?.integer.flatMap(Int.init(exactly:)) ?? 1
        attempt = json["attempt"]?.integer.flatMap(Int.init(exactly:)) ?? 1
        let percent = json["progress"]?.number ?? 0
        progress = percent.isFinite ? min(max(percent, 0), 100) : 0
    }

    /// Its place among all entries of its task.
    func note(of id: String) -> JournalNote {
        let rank = event == .deleted ? seq + 1 : seq
        // With the time, for a task that was deleted long ago and created again counts from 1 again.
        let key = "\(NoteCollection.historyKey(of: id))\(Int64(exactly: (at.seconds * 1e6).rounded()) ?? 0)/\(rank)"
        return JournalNote(in: .history, key: key, value: json, at: at)
    }
}

extension NoteCollection {
    /// What became of each task, an entry a note, in the form of `HistoryEntry.json`.
    package static let history = NoteCollection("history", limit: 200_000)

    /// The beginning of the keys of all that a task's history has; the end is the time and the task's `seq`.
    package static func historyKey(of id: String) -> String { "\(id)/" }

    /// The task of an entry with that key.
    package static func taskID(ofHistoryKey key: String) -> String {
        String(key.prefix { $0 != "/" })
    }
}
