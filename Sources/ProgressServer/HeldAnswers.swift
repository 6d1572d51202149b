import JSON
import Networking
import ProgressModel

/// Hands every change to the journal, and holds back the answers that must not be given before it has kept them.
///
/// What was done is in force at once, in memory and for watchers; only the one who asked waits. When the journal fails, the
/// answer is an error though the change stays in force: it is kept as soon as that is possible, and asking again tells.
@EventLoop
final class HeldAnswers {
    typealias Answer = @EventLoop @Sendable (JournalFailure?) -> Void

    /// Answers held at a time; one more is given at once, as an error.
    private static let limit = 10_000

    private let journal: (any Journal)?
    private var heldCount = 0
    private var answers: [Answer] = []
    /// Has the changes so far handed over before this turn ends.
    var onHold: @EventLoop () -> Void = {}

    /// - Parameter journal: Nil keeps nothing and holds nothing back.
    init(journal: (any Journal)?) {
        self.journal = journal
    }

    var failure: JournalFailure? { journal?.failure }

    /// Whether nobody waits for an answer.
    var isEmpty: Bool { heldCount == 0 }

    /// Calls back when all that has changed so far is kept, or could not be.
    func hold(_ answer: @escaping Answer) {
        guard journal != nil else { return answer(nil) }
        guard heldCount < HeldAnswers.limit else { return answer(JournalFailure(message: "too many wait for that")) }
        heldCount += 1
        answers.append(answer)
        if answers.count == 1 { onHold() }
    }

    /// Takes all that has changed since the last call.
    func handOver(_ changes: [Change]) {
        guard let journal, !changes.isEmpty || !answers.isEmpty else { return }
        let due = answers
        answers = []
        guard !due.isEmpty else { return journal.append(changes, completed: nil) }
        journal.append(changes) { [self] failure in
            heldCount -= due.count
            for answer in due { answer(failure) }
        }
    }
}

extension EventError {
    /// Something was done, but a crash might undo it.
    static func notKept(_ failure: JournalFailure, _ facts: JSONObject) -> EventError {
        EventError(
            code: storageUnavailable,
            message: "It is done, but could not be kept: \(failure.message). Ask again to hear whether it is.",
            facts: facts,
        )
    }

    /// Something was not even begun, because it could not be kept.
    static func notBegun(_ failure: JournalFailure) -> EventError {
        EventError(code: storageUnavailable, message: "Nothing was created: \(failure.message).")
    }

    static func notRead(_ failure: JournalFailure) -> EventError {
        let code = failure.isOverload ? "overloaded" : storageUnavailable
        return EventError(code: code, message: "What is kept cannot be read: \(failure.message).")
    }

    private static let storageUnavailable = "storage_unavailable"
}
