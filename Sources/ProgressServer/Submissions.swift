import JSON
import Networking
package import ProgressModel

/// What tasks were submitted with, kept to do them once more, and the workers who do them.
@EventLoop
final class Submissions {
    /// Bytes of inputs kept, as JSON; past that the oldest go, and their tasks cannot be retried.
    static let limit = 64 << 20

    private struct Entry {
        let input: JSONObject
        let bytes: Int
    }

    /// Nil where there are none.
    var workers: (any OwnWorkers)?
    private let limit: Int
    private var entries: [String: Entry] = [:]
    /// From the oldest to the newest; ids that are no longer kept, or stand once more further back, are passed over.
    private var order: [String] = []
    private var bytes = 0

    /// - Parameter notes: What `keep` gave to the journal; others are passed over.
    init(restoring notes: [JournalNote] = [], limit: Int = Submissions.limit) {
        self.limit = limit
        for note in notes where note.collection == .submissions {
            if let input = note.value["input"]?.object { put(input, of: note.key) }
        }
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

    /// Keeps a task's input as the newest; the answer is the note that lets it outlive the server.
    func keep(_ input: JSONObject, of id: String, at now: Timestamp) -> JournalNote {
        put(input, of: id)
        return JournalNote(in: .submissions, key: id, value: ["input": .object(input)], at: now)
    }

    /// Nobody works on what has ended, by whomever; what a removed task was made from goes with it.
    func noticed(_ change: Change) {
        switch change {
        case .updated(let task, _): if task.status.isTerminal { workers?.end(task.id, isForced: false) }
        case .removed(let id):
            forget(id)
            workers?.forget(id)
        case .noted: break
        }
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
        makeRoom()
    }

    private func makeRoom() {
        var dropped = 0
        while bytes > limit, dropped < order.count - 1 {
            if let entry = entries.removeValue(forKey: order[dropped]) { bytes -= entry.bytes }
            dropped += 1
        }
        order.removeFirst(dropped)
    }
}

extension NoteCollection {
    /// The inputs of submitted tasks, by their ids; one goes with its task.
    package static let submissions = NoteCollection("submissions", limit: TaskLimits.standard.tasks)
}
