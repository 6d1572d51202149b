import ProgressModel

/// What is still to be written: of each task and each note only the newest, in the order they first came.
struct PendingChanges: Sendable {
    /// Tasks, removals and notes that may wait; from there on `ProgressStore.failure` says so, and nothing new is begun.
    ///
    /// What comes nevertheless is bounded by the tasks there are: each ends and goes once.
    static let limit = 200_000

    enum Entry: Sendable {
        case task(GenerationTask)
        case removal(id: String)
        case note(JournalNote)
    }

    private struct NoteName: Hashable {
        let collection: String
        let key: String
    }

    private(set) var entries: [Entry] = []
    private var places: [String: Int] = [:]
    private var notePlaces: [NoteName: Int] = [:]

    var isEmpty: Bool { entries.isEmpty }
    var isFull: Bool { entries.count >= PendingChanges.limit }

    /// Tasks that come to be, change or go, in the order of their first change.
    var taskIDs: [String] {
        var seen: Set<String> = []
        return entries.compactMap { entry in
            switch entry {
            case .task(let task): seen.insert(task.id).inserted ? task.id : nil
            case .removal(let id): seen.insert(id).inserted ? id : nil
            case .note: nil
            }
        }
    }

    var noteCount: Int { notePlaces.count }

    mutating func append(_ change: Change) {
        switch change {
        case .updated(let task, _): append(.task(task))
        case .removed(let id): append(.removal(id: id))
        case .noted(let note): append(.note(note))
        }
    }

    /// Adds what came after all that is here.
    mutating func append(_ later: PendingChanges) {
        for entry in later.entries { append(entry) }
    }

    private mutating func append(_ entry: Entry) {
        switch entry {
        case .task(let task):
            // A task that follows a removal is another one, with a place of its own in the order of creation.
            if let place = places[task.id], case .task = entries[place] { return entries[place] = entry }
            places[task.id] = entries.count
        case .removal(let id):
            if let place = places[id] { return entries[place] = entry }
            places[id] = entries.count
        case .note(let note):
            let name = NoteName(collection: note.collection.name, key: note.key)
            if let place = notePlaces[name] { return entries[place] = entry }
            notePlaces[name] = entries.count
        }
        entries.append(entry)
    }
}
