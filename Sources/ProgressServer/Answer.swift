import JSON

/// What an event is answered with; it is put into JSON only where somebody reads it, for most reports ask for no answer.
struct Answer {
    /// The answer waits until what it tells is kept: a new task or attempt, a deleted one, and one that has ended.
    let mustBeKept: Bool
    private let facts: () -> JSONObject

    init(mustBeKept: Bool = false, _ facts: @escaping @autoclosure () -> JSONObject) {
        self.mustBeKept = mustBeKept
        self.facts = facts
    }

    /// As it goes to whoever asked.
    var json: JSONObject {
        var answer = facts()
        answer["ok"] = true
        return answer
    }
}
