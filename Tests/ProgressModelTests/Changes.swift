import ProgressModel

extension [Change] {
    /// Without what is for the journal alone.
    var forWatchers: [Change] {
        filter { if case .noted = $0 { false } else { true } }
    }

    /// What the journal is to keep in one collection.
    func notes(in collection: NoteCollection) -> [JournalNote] {
        compactMap { if case .noted(let note) = $0, note.collection == collection { note } else { nil } }
    }
}
