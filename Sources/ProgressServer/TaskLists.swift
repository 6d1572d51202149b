import Filtering
import JSON
import Networking
import ProgressModel

/// Answers questions for lists of tasks, also those that only a look at every task can answer.
///
/// A list that is not found within its share of a turn goes on in the next ones, one list at a time and each in its turn.
@EventLoop
final class TaskLists {
    /// Lists that may be looked for at a time; one more is refused.
    private static let limit = 1000
    /// A page is closed with the task that brings it to so many bytes.
    private static let pageBytes = 512 << 10

    private struct Unfinished {
        var search: TaskSearch
        let selection: TaskSelection
        let completed: @EventLoop (JSONObject) -> Void
    }

    private let actions: TaskActions
    private var unfinished: [Unfinished] = []
    /// Whether a piece of it is being done, or is to be in the next turn.
    private var isSearching = false

    init(actions: TaskActions) {
        self.actions = actions
    }

    /// - Parameters:
    ///   - payload: Which tasks: `statuses`, `types`, `filter`, `limit` and `after`.
    ///   - completed: Called once with the answer, perhaps at once.
    func find(_ payload: JSONValue, completed: @escaping @EventLoop (JSONObject) -> Void) throws(EventError) {
        let selection = try payload.selection()
        let after = try payload.optionalText("after")
        let search = try actions.search(selection, limit: try payload.limit(), after: after)
        guard unfinished.count < TaskLists.limit else { throw .tooManyLists(limit: TaskLists.limit) }
        unfinished.append(Unfinished(search: search, selection: selection, completed: completed))
        guard !isSearching else { return }
        isSearching = true
        advance()
    }

    private func advance() {
        let share = TurnShare()
        while !unfinished.isEmpty, !share.isUsedUp {
            var list = unfinished.removeFirst()
            while !list.search.isFinished, !share.isUsedUp {
                actions.manager.advance(&list.search, lookingAt: TurnShare.step)
            }
            if list.search.isFinished {
                list.completed(TaskLists.answer(list.search.page, list.selection))
            } else {
                unfinished.append(list)
            }
        }
        isSearching = !unfinished.isEmpty
        if isSearching { EventLoop.post { self.advance() } }
    }

    /// No more tasks than make one message of sensible size.
    private static func answer(_ found: TaskPage, _ selection: TaskSelection) -> JSONObject {
        var bytes = 0
        let listed = found.tasks.map(\.json).prefix { task in
            defer { bytes += task.serialized().count }
            return bytes < TaskLists.pageBytes
        }
        let isCut = listed.count < found.tasks.count
        var answer: JSONObject = ["tasks": .array(Array(listed)), "more": .bool(found.hasMore || isCut)]
        answer["filter"] = selection.filter.map { .string($0.text) }
        return answer
    }
}

extension EventError {
    fileprivate static func tooManyLists(limit: Int) -> EventError {
        EventError(
            code: "overloaded",
            message: "\(limit) lists are being looked for, which is the limit. Try again later.",
        )
    }
}
