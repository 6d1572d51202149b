/// What a request wants done (RFC 9110 section 9).
///
/// Names are case-sensitive.
package enum Method: Sendable, Equatable {
    case get
    case head
    case post
    case put
    case patch
    case delete
    case options
    case other(String)

    package init(_ name: String) {
        self = Method.known.first { $0.name == name } ?? .other(name)
    }

    private static let known: [Method] = [.get, .head, .post, .put, .patch, .delete, .options]

    package var name: String {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .patch: "PATCH"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        case .other(let name): name
        }
    }
}

/// One whole HTTP request.
package struct Request: Sendable, Equatable {
    package struct QueryItem: Sendable, Equatable {
        package let name: String
        package let value: String
    }

    package let method: Method
    /// As it stood in the request line.
    package let target: String
    /// The decoded path; it always begins with `/`.
    package let path: String
    package let query: [QueryItem]
    package let headers: Headers
    /// Of HTTP/1: 0 or 1.
    let minorVersion: Int
    package internal(set) var body: [UInt8] = []
    /// Whether the client wants the connection kept for its next request.
    package let keepsAlive: Bool

    /// The value of the first query parameter of that name.
    package func query(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// Whether the request asks to go on with another protocol, which in HTTP/1.0 it cannot (RFC 9110 section 7.8).
    package func isUpgrade(to protocolName: String) -> Bool {
        guard minorVersion > 0 else { return false }
        return headers.tokens(of: "Connection").contains("upgrade")
            && headers.tokens(of: "Upgrade").contains(protocolName)
    }
}

/// What a server takes from a client before it says no.
///
/// Every bound of this module is here.
package struct RequestLimits: Sendable {
    /// Bytes of request line and headers together; more is answered 431, or 414 when the request line alone has more.
    package var headBytes: Int
    /// Header fields; more is answered 431.
    package var headerCount: Int
    /// Bytes of a body; more is answered 413, before it is read where the client says how much there is.
    package var bodyBytes: Int

    package init(headBytes: Int = 16 << 10, headerCount: Int = 100, bodyBytes: Int = 1_000_000) {
        self.headBytes = headBytes
        self.headerCount = headerCount
        self.bodyBytes = bodyBytes
    }

    package static let standard = RequestLimits()
}

/// Why bytes are no request that can be answered otherwise.
///
/// The connection cannot be used after any of them.
package enum RequestError: Error, Equatable {
    case malformed(String)
    case targetTooLong(limit: Int)
    case headTooLarge(limit: Int)
    case tooManyHeaders(limit: Int)
    case bodyTooLarge(limit: Int)
    case unsupportedTransferCoding
    case unsupportedExpectation
    case unsupportedVersion

    package var status: Int {
        switch self {
        case .malformed: 400
        case .targetTooLong: 414
        case .headTooLarge, .tooManyHeaders: 431
        case .bodyTooLarge: 413
        case .unsupportedTransferCoding: 501
        case .unsupportedExpectation: 417
        case .unsupportedVersion: 505
        }
    }

    package var message: String {
        switch self {
        case .malformed(let problem): "This is no HTTP/1.1 request: \(problem)."
        case .targetTooLong(let limit): "The request line is longer than \(limit) bytes."
        case .headTooLarge(let limit): "The request's headers are larger than \(limit) bytes."
        case .tooManyHeaders(let limit): "The request has more than \(limit) headers."
        case .bodyTooLarge(let limit): "The request's body is larger than \(limit) bytes."
        case .unsupportedTransferCoding: "Of the transfer codings only chunked is known here."
        case .unsupportedExpectation: "Of the expectations only 100-continue is known here."
        case .unsupportedVersion: "This server speaks HTTP/1.1 and HTTP/1.0."
        }
    }
}
