/// One HTTP response.
package struct Response: Sendable, Equatable {
    package let status: Int
    package var headers: Headers
    package let body: [UInt8]

    package init(status: Int, headers: Headers = Headers(), body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A JSON answer that no cache keeps.
    package static func json(_ body: [UInt8], status: Int = 200) -> Response {
        var response = Response(status: status, body: body)
        response.headers.add("Content-Type", "application/json")
        response.headers.add("Cache-Control", "no-store")
        return response
    }

    /// The interim answer to `Expect: 100-continue`.
    package static let `continue` = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    /// The bytes on the wire, `Content-Length` and `Connection` included.
    ///
    /// - Parameters:
    ///   - keepsAlive: Whether the connection stays for another request.
    ///   - isHead: The request was HEAD: the headers are those of GET, without the body.
    package func serialized(keepsAlive: Bool, isHead: Bool) -> [UInt8] {
        var head = "HTTP/1.1 \(status) \(Response.reasons[status] ?? "Status")\r\n"
        for field in headers.fields { head += "\(field.name): \(field.value)\r\n" }
        if Response.allowsBody(status) { head += "Content-Length: \(body.count)\r\n" }
        if status != 101 { head += keepsAlive ? "Connection: keep-alive\r\n" : "Connection: close\r\n" }
        head += "\r\n"
        return Array(head.utf8) + (isHead || !Response.allowsBody(status) ? [] : body)
    }

    private static func allowsBody(_ status: Int) -> Bool { status >= 200 && status != 204 && status != 304 }

    private static let reasons = [
        101: "Switching Protocols", 200: "OK", 201: "Created", 204: "No Content", 400: "Bad Request",
        401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout",
        409: "Conflict", 410: "Gone", 411: "Length Required", 413: "Content Too Large", 414: "URI Too Long",
        415: "Unsupported Media Type", 417: "Expectation Failed", 426: "Upgrade Required", 429: "Too Many Requests",
        431: "Request Header Fields Too Large", 500: "Internal Server Error", 501: "Not Implemented",
        503: "Service Unavailable", 505: "HTTP Version Not Supported",
    ]
}
