package import ProgressModel

/// Which file keeps the state, and what it must survive.
package struct StoreOptions: Sendable {
    package var path: String
    package var durability: Durability
    /// The notes that are wanted when the server starts; others are read when they are asked for.
    package var wantedNotes: [NoteCollection]

    package init(path: String, durability: Durability = .process, wantedNotes: [NoteCollection] = .ofModel) {
        self.path = path
        self.durability = durability
        self.wantedNotes = wantedNotes
    }
}

/// What may happen to the server without anything being lost that it has acknowledged.
package enum Durability: String, Sendable, CaseIterable {
    /// Its process may be killed at any moment.
    ///
    /// When the whole machine fails, the last seconds may be missing; what is left is whole.
    case process
    /// The power may fail as well: every commit waits for the disk.
    case power

    /// SQLite's word for it.
    var synchronous: String {
        switch self {
        case .process: "NORMAL"
        case .power: "FULL"
        }
    }
}
