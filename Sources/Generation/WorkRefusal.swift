/// Why the server's own workers do not take a task.
package enum WorkRefusal: Error, Sendable, Equatable {
    case unknownType(String, known: [String])
    case full(limit: Int)
    case stopping

    /// The word for programs.
    package var code: String {
        switch self {
        case .unknownType: "unknown_task_type"
        case .full: "queue_full"
        case .stopping: "draining"
        }
    }

    /// A sentence for people: what is wrong, and what to do about it.
    package var message: String {
        switch self {
        case .unknownType(_, []):
            "This server has no workers of its own. Declare a generator in its configuration file."
        case .unknownType(let type, let known):
            "This server has no generator for \"\(type.prefix(128))\"; it has: \(known.joined(separator: ", "))."
        case .full(let limit): "\(limit) tasks wait in the queue, which is the limit. Try again when some have begun."
        case .stopping: "The server is about to stop. Try again when it is back."
        }
    }
}
