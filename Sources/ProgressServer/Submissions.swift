import JSON
import Networking
package import ProgressModel

/// What tasks were submitted with, kept to do them once more, and the workers who do them.
@EventLoop
final class Submissions {
    private struct Entry {
        let input: JSONObject
        let bytes: Int
    }

    /// Nil where there are none.
    var workers: (any OwnWorkers)?
    private let limit: Int
    private let manager: ProgressManager
    private var entries: [String: Entry] = [:]
    /// From the oldest to the newest; ids that are no longer kept, or stand once more further back, are passed over.
    private var order: [String] = []
    private var bytes = 0

    /// - Parameters:
    ///   - notes: What `keep` gave to the journal; others are passed over.
    ///   - limit: Bytes of inputs kept, as JSON; past that the oldest of tasks that have ended go, and those cannot be
    ///     retried. Those of open tasks stay: of them there are as many as may wait and run.
    ///   - manager: The owner of the tasks, and the way to the journal.
    init(restoring notes: [JournalNote], limit: Int, manager: ProgressManager) {
        self.limit = limit
        self.manager = manager
        for note in notes where note.collection == .submissions && manager.record(note.key)?.status != .completed {
            if let input = note.value["input"]?.object { put(input, of: note.key) }
        }
        makeRoom()
    }

    subscript(_ id: String) -> JSONObject? { entries[id]?.input }

    /// Those of the tasks that have one, in the order they were submitted last.
    func submitted(among tasks: [GenerationTask]) -> [(task: GenerationTask, input: JSONObject)] {
        let tasks = Dictionary(tasks.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        return order.compactMap { id in
            guard let task = tasks[id], let input = self[id] else { return nil }
            return (task, input)
        }
    }

    /// Keeps a task's input as the newest, also beyond the life of the server.
    func keep(_ input: JSONObject, of id: String, at now: Timestamp) {
        put(input, of: id)
        makeRoom()
        manager.note(JournalNote(in: .submissions, key: id, value: ["input": .object(input)], at: now))
    }

    /// Nobody works on what has ended, by whomever; what a task was made from goes when it completes or is removed.
    func noticed(_ change: Change) {
        switch change {
        case .updated(let task, _):
            if task.status == .completed { completed(task) }
            if task.status.isTerminal { workers?.end(task.id, isForced: false) }
        case .removed(let id):
            forget(id)
            workers?.forget(id)
        case .noted: break
        }
    }

    /// An empty note takes the place of the other; it goes with the task, and so may only be written while that is there.
    private func completed(_ task: GenerationTask) {
        guard entries[task.id] != nil, manager.record(task.id)?.status == .completed else { return }
        forget(task.id)
        manager.note(JournalNote(in: .submissions, key: task.id, value: .null, at: task.updatedAt))
    }

    private func forget(_ id: String) {
        guard let entry = entries.removeValue(forKey: id) else { return }
        bytes -= entry.bytes
        if order.count > 2 * entries.count + 64 { order.removeAll { entries[$0] == nil } }
    }

    private func put(_ input: JSONObject, of id: String) {
        if entries[id] != nil {
            forget(id)
            order.removeAll { $0 == id }
        }
        let entry = Entry(input: input, bytes: JSONValue.object(input).serialized().count)
        entries[id] = entry
        order.append(id)
        bytes += entry.bytes
    }

    private func makeRoom() {
        guard bytes > limit else { return }
        for id in order {
            guard bytes > limit else { break }
            if manager.record(id)?.status.isTerminal != false { forget(id) }
        }
    }
}

extension NoteCollection {
    /// The inputs of submitted tasks, by their ids; one goes with its task.
    package static let submissions = NoteCollection("submissions", limit: TaskLimits.standard.tasks)
}
