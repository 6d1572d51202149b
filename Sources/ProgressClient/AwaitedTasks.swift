package import ProgressModel

/// Which of some tasks have ended, and how: a value that hears of tasks, from whatever comes first, and keeps count.
package struct AwaitedTasks: Sendable {
    /// How many one connection can follow; the server's bound on rooms.
    package static let limit = 1000

    package enum End: Sendable, Equatable {
        case ended(GenerationTask)
        /// The server never knew the task.
        case unknown(id: String)
        /// It did, and does not any more: the task was deleted, or the server lost it.
        case forgotten(id: String)
        /// The task had ended like this before it was removed.
        case removed(id: String, TaskStatus)
    }

    /// The worst that has happened so far.
    package enum Verdict: Int, Sendable, Comparable {
        case completed, cancelled, failed

        package static func < (left: Verdict, right: Verdict) -> Bool { left.rawValue < right.rawValue }
    }

    /// The tasks that have not ended, in the order they were given.
    package private(set) var open: [String] = []
    package private(set) var verdict = Verdict.completed
    private var known: Set<String> = []

    package init(_ ids: [String]) {
        for id in ids where !open.contains(id) { open.append(id) }
    }

    /// A task as it is now; the answer is its end, where this is the first word of it.
    package mutating func saw(_ task: GenerationTask) -> End? {
        guard let place = open.firstIndex(of: task.id) else { return nil }
        known.insert(task.id)
        guard task.status.isTerminal else { return nil }
        open.remove(at: place)
        count(task.status)
        return .ended(task)
    }

    /// A task was removed that had ended like this; the answer is its end, where this is the first word of it.
    package mutating func wasRemoved(_ id: String, endedAs status: TaskStatus) -> End? {
        guard let place = open.firstIndex(of: id) else { return nil }
        open.remove(at: place)
        count(status)
        return .removed(id: id, status)
    }

    private mutating func count(_ status: TaskStatus) {
        switch status {
        case .completed: break
        case .cancelled: verdict = max(verdict, .cancelled)
        default: verdict = .failed
        }
    }

    /// The server does not know a task; the answer is what that means, where this is the first word of it.
    package mutating func isUnknown(_ id: String) -> End? {
        guard let place = open.firstIndex(of: id) else { return nil }
        open.remove(at: place)
        verdict = .failed
        return known.contains(id) ? .forgotten(id: id) : .unknown(id: id)
    }
}
