package import JSON

/// Something besides the tasks themselves that is to outlive the server: a line of history, a key, a pace.
///
/// Whoever writes a note knows what its value means. A journal keeps the newest value of each key and gives it back.
package struct JournalNote: Sendable, Equatable {
    package var collection: NoteCollection
    /// Unique in its collection; a second note with the same key takes the place of the first.
    package var key: String
    package var value: JSONValue
    package var at: Timestamp

    package init(in collection: NoteCollection, key: String, value: JSONValue, at time: Timestamp) {
        self.collection = collection
        self.key = key
        self.value = value
        at = time
    }
}

/// A kind of notes, and how many of it are kept: about so many of those written last.
package struct NoteCollection: Sendable, Hashable {
    package let name: String
    package let limit: Int

    package init(_ name: String, limit: Int) {
        self.name = name
        self.limit = limit
    }
}

/// All that a journal gives back when a server starts: the life before this one goes on.
package struct SavedState: Sendable {
    /// How far `seq` jumps when a server was killed, for all tasks but those that have completed: the others may have been
    /// retried.
    ///
    /// Clients have seen changes that were not yet written, and no number of theirs may come again. It is more than a task
    /// changes in the quarter of a second until it is written, by far.
    package static let seqGap: Int64 = 1_000_000

    /// Names the life of the tasks; it is the same from the first start on the same journal to the last.
    package var epoch: String
    /// In the order they were created.
    package var tasks: [GenerationTask]
    /// In the order they were written.
    package var notes: [JournalNote]

    package init(epoch: String, tasks: [GenerationTask] = [], notes: [JournalNote] = []) {
        self.epoch = epoch
        self.tasks = tasks
        self.notes = notes
    }
}

extension [NoteCollection] {
    /// What the model wants back when it is restored.
    package static var ofModel: [NoteCollection] { [.removedTasks, .paces] }
}
