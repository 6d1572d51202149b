package import JSON
package import Networking
package import ProgressModel

/// The workers that a server has itself, as it sees them: they take tasks of some types, and report on them to its manager.
@EventLoop
package protocol OwnWorkers: AnyObject {
    /// The types of tasks that they do.
    var taskTypes: [String] { get }

    /// Why a task of that type would not be taken now; nil when it would.
    func refusal(of type: String) -> SubmissionRefusal?

    /// Puts a pending task in their queue.
    func add(_ task: GenerationTask, input: JSONObject)

    /// Takes up the tasks of the last life that have not ended, in the order they were submitted.
    func restore(_ submitted: [(task: GenerationTask, input: JSONObject)])

    /// Whether something works on a task, or is still there from its last attempt; it confirms the release when it is gone.
    func isRunning(_ id: String) -> Bool

    /// Nothing is to work on a task any more.
    func end(_ id: String, isForced: Bool)

    /// A task is gone, and what was made for it may go too.
    func forget(_ id: String)
}

/// Why the server's own workers do not take a task.
package struct SubmissionRefusal: Sendable {
    /// For programs; the HTTP status goes by it.
    package let code: String
    /// For people.
    package let message: String

    package init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}
