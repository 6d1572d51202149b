import JSON
import Networking
import ProgressModel

/// What became of each task and who wanted it so, for whoever asks: read from the journal, or kept here where there is none.
@EventLoop
final class TaskHistories {
    /// Entries kept without a journal; when there are more, those of the older half of the tasks go.
    private static let limit = 50_000

    private let journal: (any Journal)?
    /// Without a journal: the entries of each task, and the tasks in the order they came to be.
    private var entries: [String: [HistoryEntry]] = [:]
    private var order: [String] = []
    private var count = 0

    init(journal: (any Journal)?) {
        self.journal = journal
    }

    func noticed(_ change: Change) {
        guard journal == nil, case .noted(let note) = change, note.collection == .history,
            let entry = HistoryEntry(json: note.value)
        else { return }
        let id = NoteCollection.taskID(ofHistoryKey: note.key)
        if entries[id] == nil { order.append(id) }
        entries[id, default: []].append(entry)
        count += 1
        if count > TaskHistories.limit { forgetOlderHalf() }
    }

    private func forgetOlderHalf() {
        for id in order.prefix((order.count + 1) / 2) { count -= entries.removeValue(forKey: id)?.count ?? 0 }
        order.removeFirst((order.count + 1) / 2)
    }

    /// The entries of a task, also of one that is gone, in the order they happened; all changes must have been handed over.
    func find(
        _ id: String,
        completed: @escaping @EventLoop @Sendable (Result<JSONObject, EventError>) -> Void,
    ) {
        guard let journal else { return completed(TaskHistories.answer(about: id, (entries[id] ?? []).map(\.json))) }
        journal.notes(in: .history, prefix: NoteCollection.historyKey(of: id)) { result in
            switch result {
            case .success(let notes): completed(TaskHistories.answer(about: id, notes.map(\.value)))
            case .failure(let failure): completed(.failure(.notRead(failure)))
            }
        }
    }

    private static func answer(about id: String, _ entries: [JSONValue]) -> Result<JSONObject, EventError> {
        guard !entries.isEmpty else { return .failure(EventError(.unknownTask(id))) }
        return .success(["task_id": .string(id), "history": .array(entries)])
    }
}
