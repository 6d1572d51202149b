import ProgressModel

/// The question before something is done to tasks.
///
/// It holds the tasks as they were at the key press, so whatever moves meanwhile, the answer is about those.
struct ActionDialog: Sendable, Equatable {
    let verb: ActionRequest.Verb
    let targets: [TaskVersion]
    var choice = Choice.confirm

    enum Choice: Sendable {
        case confirm, keep

        var other: Choice { self == .confirm ? .keep : .confirm }
    }
}

/// Something asked for many tasks at once, and the answer for each.
struct Batch: Sendable, Equatable {
    let verb: ActionRequest.Verb
    private(set) var items: [Item]
    private var indices: [WatchedTask.ID: Int]

    struct Item: Sendable, Equatable {
        let id: WatchedTask.ID
        let title: String
        /// Nil while the server has not answered.
        var answer: ActionAnswer?
    }

    init(_ verb: ActionRequest.Verb, _ items: [Item]) {
        self.verb = verb
        self.items = items
        indices = Dictionary(items.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    var answeredCount: Int { items.count { $0.answer != nil } }
    var failedCount: Int { items.count { $0.answer != nil && $0.answer != .done } }

    /// Takes in an answer; false when it is to something else that was asked for one of the tasks.
    mutating func note(_ answer: ActionAnswer, to request: ActionRequest) -> Bool {
        guard request.verb == verb, let index = indices[request.task.id], items[index].answer == nil else {
            return false
        }
        items[index].answer = answer
        return true
    }
}
