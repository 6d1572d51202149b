import ProgressModel

/// What is still to be written: of each task and each note only the newest, in the order they first came.
struct PendingChanges: Sendable {
    /// Tasks, removals and notes that may wait; from there on `ProgressStore.failure` says so, and nothing new is begun.
    ///
    /// What comes nevertheless is bounded by the tasks there are: each ends and goes once.
    static let limit = 200_000

    private struct NoteName: Hashable {
        let collection: String
        let key: String
    }

    private(set) var changes: [Change] = []
    private var places: [String: Int] = [:]
    private var notePlaces: [NoteName: Int] = [:]

    var isEmpty: Bool { changes.isEmpty }
    var isFull: Bool { changes.count >= PendingChanges.limit }

    /// Tasks that come to be, change or go, in the order of their first change.
    var taskIDs: [String] {
        var seen: Set<String> = []
        return changes.compactMap(\.taskID).filter { seen.insert($0).inserted }
    }

    var noteCount: Int { notePlaces.count }

    /// Adds what came after all that is here.
    mutating func append(_ later: PendingChanges) {
        for change in later.changes { append(change) }
    }

    mutating func append(_ change: Change) {
        switch change {
        case .updated(let task, _):
            // A task that follows a removal is another one, with a place of its own in the order of creation.
            if let place = places[task.id], changes[place].isUpdate { return changes[place] = change }
            places[task.id] = changes.count
        case .removed(let id):
            if let place = places[id] { return changes[place] = change }
            places[id] = changes.count
        case .noted(let note):
            let name = NoteName(collection: note.collection.name, key: note.key)
            if let place = notePlaces[name] { return changes[place] = change }
            notePlaces[name] = changes.count
        }
        changes.append(change)
    }
}

extension Change {
    /// The task that came to be, changed or went.
    fileprivate var taskID: String? {
        switch self {
        case .updated(let task, _): task.id
        case .removed(let id): id
        case .noted: nil
        }
    }

    fileprivate var isUpdate: Bool {
        if case .updated = self { true } else { false }
    }
}
