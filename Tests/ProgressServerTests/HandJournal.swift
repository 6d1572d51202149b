import Networking
import ProgressModel
import ProgressServer

/// A journal that keeps what it is told to keep, when it is told to.
@EventLoop
final class HandJournal: Journal {
    private(set) var failure: JournalFailure?
    private(set) var changes: [Change] = []
    private let questionFailure: JournalFailure?
    private var waiting: [@EventLoop @Sendable (JournalFailure?) -> Void] = []

    /// - Parameter questionFailure: What whoever asks for notes is told; nil finds none.
    nonisolated init(questionFailure: JournalFailure? = nil) {
        self.questionFailure = questionFailure
    }

    private var arrival: CheckedContinuation<Void, Never>?

    func append(_ changes: [Change], completed: (@EventLoop @Sendable (JournalFailure?) -> Void)?) {
        self.changes += changes
        guard let completed else { return }
        waiting.append(completed)
        arrival?.resume()
        arrival = nil
    }

    func notes(
        in collection: NoteCollection,
        prefix: String,
        completed: @escaping @EventLoop @Sendable (Result<[JournalNote], JournalFailure>) -> Void,
    ) {
        completed(questionFailure.map { .failure($0) } ?? .success([]))
    }

    /// Waits until somebody waits, and lets them go.
    func settle(_ failure: JournalFailure? = nil) async {
        if waiting.isEmpty { await withCheckedContinuation { arrival = $0 } }
        self.failure = failure
        let due = waiting
        waiting = []
        for completed in due { completed(failure) }
    }
}
