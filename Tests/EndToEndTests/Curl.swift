import JSON

/// What curl brought back.
struct CurlAnswer {
    let status: Int64
    /// Names in lower case.
    let headers: JSONValue
    let text: String

    var json: JSONValue { (try? JSONValue.parse(text)) ?? .null }

    func header(_ name: String) -> String? {
        headers[name]?.array?.first?.string
    }
}

extension GenboardProcess {
    /// Sends one request with curl.
    func curl(
        _ method: String,
        _ path: String,
        _ body: JSONValue? = nil,
        headers: [String] = [],
    ) async throws -> CurlAnswer {
        try await curl(method, path, text: body.map(\.text), headers: headers)
    }

    /// Sends one request with curl, with a body as it is.
    func curl(_ method: String, _ path: String, text: String?, headers: [String] = []) async throws -> CurlAnswer {
        let report = #"%{stderr}{"status":%{http_code},"headers":%{header_json}}"#
        var arguments = ["/usr/bin/env", "curl", "-sS", "--max-time", "10", "-X", method, "-w", report, url + path]
        if text != nil { arguments += ["--data-binary", "@-", "-H", "Content-Type: application/json"] }
        arguments += headers.flatMap { ["-H", $0] }
        let program = try RunningProgram(arguments)
        if let text { try program.send(text: text) }
        let finished = try await Finished(program)
        guard let facts = try? JSONValue.parse(finished.errors), let status = facts["status"]?.integer else {
            throw WaitError(what: "an answer to \(method) \(path)", seen: finished.errors)
        }
        return CurlAnswer(status: status, headers: facts["headers"] ?? .null, text: finished.output)
    }
}
