package import JSON

/// The fields of a payload from outside, read by name and kind; whatever is of another kind is an error that names it.
///
/// Null counts as left out: a Python worker sends `None` for what it does not want to say.
package struct PayloadFields: Sendable {
    private let payload: JSONObject

    /// Throws `invalid_payload` unless the payload is an object.
    package init(_ json: JSONValue) throws(TaskError) {
        guard let object = json.object else {
            throw .invalid(field: "payload", reason: "must be an object, not \(json.kind)")
        }
        payload = object
    }

    package func text(_ name: String) throws(TaskError) -> String? {
        try value(name, as: "a text", \.string)
    }

    /// Any number, NaN and infinities included where the parser lets them through.
    package func number(_ name: String) throws(TaskError) -> Double? {
        try value(name, as: "a number", \.number)
    }

    /// The attempt that a worker says it works on.
    package func attempt() throws(TaskError) -> Int? {
        try value("attempt", as: "a whole number") { $0.integer.flatMap(Int.init(exactly:)) }
    }

    package func object(_ name: String) throws(TaskError) -> JSONObject? {
        try value(name, as: "an object", \.object)
    }

    package func status(_ name: String) throws(TaskError) -> TaskStatus? {
        guard let word = try text(name) else { return nil }
        guard let status = TaskStatus(rawValue: word) else {
            let words = TaskStatus.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalid(field: name, reason: "must be one of \(words)")
        }
        return status
    }

    private func value<Value>(
        _ name: String,
        as kind: String,
        _ read: (JSONValue) -> Value?,
    ) throws(TaskError) -> Value? {
        guard let value = payload[name], !value.isNull else { return nil }
        guard let read = read(value) else {
            throw .invalid(field: name, reason: "must be \(kind), not \(value.kind)")
        }
        return read
    }
}

extension JSONValue {
    fileprivate var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer, .double: "a number"
        case .string: "a text"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
