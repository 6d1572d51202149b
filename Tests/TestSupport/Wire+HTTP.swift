/// An answer as it stood on the wire.
package struct Answer {
    package let status: Int
    /// By lower-case name.
    package let headers: [String: String]
    package let body: String
}

extension Wire {
    /// Sends one request over a connection of its own.
    package static func answer(_ request: String, port: UInt16) throws(Failure) -> Answer {
        let wire = try Wire(port: port)
        wire.send(request)
        return try wire.answer()
    }

    /// The next answer, its body included.
    package func answer() throws(Failure) -> Answer {
        let head = try takeHead()
        var lines = head.split(separator: "\r\n")[...]
        guard let status = lines.popFirst()?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw .notHTTP(head)
        }
        let fields = lines.compactMap { line -> (String, String)? in
            let parts = line.split(separator: ": ", maxSplits: 1)
            return parts.count == 2 ? (parts[0].lowercased(), String(parts[1])) : nil
        }
        let headers = Dictionary(fields) { first, _ in first }
        let body = try take(headers["content-length"].flatMap { Int($0) } ?? 0)
        return Answer(status: status, headers: headers, body: String(decoding: body, as: UTF8.self))
    }

    package static func get(_ target: String, _ headers: String...) -> String { request("GET", target, headers) }

    package static func delete(_ target: String) -> String { request("DELETE", target, []) }

    package static func post(_ target: String, _ body: String, _ headers: String...) -> String {
        request("POST", target, headers + ["Content-Length: \(body.utf8.count)"]) + body
    }

    package static func patch(_ target: String, _ body: String) -> String {
        request("PATCH", target, ["Content-Length: \(body.utf8.count)"]) + body
    }

    private static func request(_ method: String, _ target: String, _ headers: [String]) -> String {
        (["\(method) \(target) HTTP/1.1", "Host: test"] + headers).joined(separator: "\r\n") + "\r\n\r\n"
    }
}
