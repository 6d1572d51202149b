import Filtering
import JSON
import ProgressModel

/// Which tasks a list or a watch is about: what must hold of them all at once; nil means all.
struct TaskSelection: Sendable {
    var types: Set<String>?
    var statuses: Set<TaskStatus>?
    var filter: TaskFilter?

    /// Whether a task is of the types and statuses.
    func accepts(_ task: GenerationTask) -> Bool {
        types?.contains(task.type) ?? true && statuses?.contains(task.status) ?? true
    }

    /// The payload that asks for it.
    var json: JSONValue {
        var payload: JSONObject = [:]
        payload["types"] = types.map { .array($0.sorted().map(JSONValue.string)) }
        payload["statuses"] = statuses.map { .array($0.map(\.rawValue).sorted().map(JSONValue.string)) }
        payload["filter"] = filter.map { .string($0.text) }
        return .object(payload)
    }
}

extension JSONValue {
    /// Tasks listed at most in one answer; more are had with `after`.
    static let largestPage = 1000

    /// The `types`, `statuses` and `filter` of a list or a watch; a field that is missing or null wants all.
    func selection() throws(EventError) -> TaskSelection {
        var selection = TaskSelection()
        if let names = try texts("statuses") {
            var statuses: Set<TaskStatus> = []
            for name in names {
                guard let status = TaskStatus(rawValue: name) else { throw .unknownStatus(name) }
                statuses.insert(status)
            }
            selection.statuses = statuses
        }
        selection.types = try texts("types").map(Set.init)
        selection.filter = try filter()
        return selection
    }

    private func filter() throws(EventError) -> TaskFilter? {
        guard let text = try optionalText("filter") else { return nil }
        do throws(FilterError) {
            return try TaskFilter(parsing: text)
        } catch {
            throw EventError(code: "invalid_filter", message: "\"filter\": \(error).")
        }
    }

    func limit() throws(EventError) -> Int {
        guard let value = self["limit"], !value.isNull else { return JSONValue.largestPage }
        guard let limit = value.integer, limit > 0 else {
            throw EventError(
                code: "invalid_limit",
                message: "\"limit\" is a whole number from 1 to \(JSONValue.largestPage).",
            )
        }
        return Int(min(limit, Int64(JSONValue.largestPage)))
    }

    private func texts(_ name: String) throws(EventError) -> [String]? {
        guard let value = self[name], !value.isNull else { return nil }
        guard let texts = value.array?.map(\.string), !texts.contains(nil) else {
            throw EventError(code: "invalid_\(name)", message: "\"\(name)\" is a list of texts.")
        }
        return texts.compactMap { $0 }
    }
}

extension EventError {
    fileprivate static func unknownStatus(_ name: String) -> EventError {
        let known = TaskStatus.allCases.map(\.rawValue).joined(separator: ", ")
        return EventError(code: "invalid_status", message: "\"\(name.prefix(80))\" is no status; there are: \(known).")
    }
}
