import HTTP
import JSON
import Web

/// A refused HTTP request: the status that fits, and the same code and sentence an event would get.
struct HTTPFailure: Error {
    let status: Int
    let error: EventError
    private var allowed: [Method] = []

    init(status: Int, _ error: EventError) {
        self.status = status
        self.error = error
    }

    init(_ error: EventError) {
        self.init(status: HTTPFailure.statuses[error.code] ?? 400, error)
    }

    private static let statuses = [
        "unknown_task": 404,
        "task_removed": 410,
        "task_exists": 409,
        "not_in_progress": 409,
        "other_attempt": 409,
        "lease_lost": 409,
        "still_in_progress": 409,
        "not_retryable": 409,
        "queue_full": 503,
        "too_many_tasks": 503,
        "too_many_waits": 503,
        "overloaded": 503,
        "storage_unavailable": 503,
        "draining": 503,
    ]

    static func methodNotAllowed(_ allowed: [Method]) -> HTTPFailure {
        let names = allowed.map(\.name).joined(separator: ", ")
        var failure = HTTPFailure(
            status: 405,
            EventError(code: "method_not_allowed", message: "Allowed here: \(names)."),
        )
        failure.allowed = allowed
        return failure
    }

    static let keyReused = HTTPFailure(
        status: 409,
        EventError(
            code: "idempotency_key_reused",
            message: "This Idempotency-Key came before with another body; use a new key.",
        ),
    )

    var response: Response {
        var body = error.answer
        body["ok"] = nil
        var response = Response.json(JSONValue.object(body).serialized(), status: status)
        if !allowed.isEmpty { response.headers.add("Allow", allowed.map(\.name).joined(separator: ", ")) }
        return response
    }
}

extension Response {
    static func json(_ value: JSONValue, status: Int = 200) -> Response {
        .json(value.serialized(), status: status)
    }

    static func text(_ text: String) -> Response {
        var response = Response(status: 200, body: Array(text.utf8))
        response.headers.add("Content-Type", "text/plain; charset=utf-8")
        return response
    }
}

extension Request {
    /// The body as a JSON object.
    ///
    /// Python's NaN is let through here, so that the field that has it can be named.
    func jsonObject() throws(HTTPFailure) -> JSONValue {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue.parse(body, options: JSONParsingOptions(acceptsNonFiniteNumbers: true))
        } catch {
            throw HTTPFailure(
                status: 400,
                EventError(code: "invalid_json", message: "The body is not JSON: \(error)."),
            )
        }
        guard value.object != nil else {
            throw HTTPFailure(
                status: 400,
                EventError(code: "invalid_payload", message: "The body must be a JSON object."),
            )
        }
        return value
    }

    /// `?status=a,b&type=c&filter=%3E2m&limit=10&after=id` in the form that events use.
    var listPayload: JSONValue {
        var payload: JSONObject = [:]
        for (parameter, field) in [("status", "statuses"), ("type", "types")] {
            let values = query.filter { $0.name == parameter }.flatMap { $0.value.split(separator: ",") }
            if !values.isEmpty { payload[field] = .array(values.map { .string(String($0)) }) }
        }
        if let limit = query("limit") { payload["limit"] = Int64(limit).map(JSONValue.integer) ?? .string(limit) }
        for name in ["filter", "after"] { payload[name] = query(name).map(JSONValue.string) }
        return .object(payload)
    }
}
