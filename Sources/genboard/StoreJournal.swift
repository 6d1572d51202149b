import Networking
import ProgressModel
import ProgressServer
import ProgressStore

/// The store as the server's journal: what the store's thread says is brought to the event loop.
@EventLoop
final class StoreJournal: Journal {
    private let store: ProgressStore

    init(_ store: ProgressStore) {
        self.store = store
    }

    var failure: JournalFailure? { store.failure.map(JournalFailure.init) }

    func append(_ changes: [Change], completed: (@EventLoop @Sendable (JournalFailure?) -> Void)?) {
        guard let completed else { return store.append(changes) }
        store.append(changes) { failure in
            EventLoop.post { completed(failure.map(JournalFailure.init)) }
        }
    }

    func notes(
        in collection: NoteCollection,
        prefix: String,
        completed: @escaping @EventLoop @Sendable (Result<[JournalNote], JournalFailure>) -> Void,
    ) {
        store.notes(in: collection, prefix: prefix) { result in
            EventLoop.post { completed(result.mapError(JournalFailure.init)) }
        }
    }
}

extension JournalFailure {
    fileprivate init(_ error: StoreError) {
        let isOverload = if case .tooManyQuestions = error { true } else { false }
        self.init(message: "\(error)", isOverload: isOverload)
    }
}
