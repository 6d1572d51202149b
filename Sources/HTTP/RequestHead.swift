/// The request line and headers, read from a whole head (RFC 9112 sections 2 to 6).
struct RequestHead {
    /// How the body that follows is delimited.
    enum Framing: Equatable {
        case length(Int)
        case chunked
    }

    let request: Request
    let framing: Framing
    let expectsContinue: Bool

    /// - Parameter lines: The head's lines without their line ends.
    init(lines: [ArraySlice<UInt8>], limits: RequestLimits) throws(RequestError) {
        guard let first = lines.first else { throw .malformed("it is empty") }
        let (method, target, minorVersion) = try RequestHead.requestLine(first)
        let headers = try RequestHead.headers(lines.dropFirst(), limits: limits)
        let hosts = headers.values(of: "Host")
        guard hosts.count <= 1, minorVersion == 0 || hosts.count == 1 else {
            throw .malformed("it must have exactly one Host header")
        }
        framing = try RequestHead.framing(headers, minorVersion: minorVersion, limits: limits)
        expectsContinue = try RequestHead.expectation(headers, minorVersion: minorVersion)
        let (path, query) = try RequestTarget.parse(target)
        let connection = headers.tokens(of: "Connection")
        request = Request(
            method: Method(method),
            target: target,
            path: path,
            query: query,
            headers: headers,
            minorVersion: minorVersion,
            keepsAlive: !connection.contains("close") && (minorVersion == 1 || connection.contains("keep-alive")),
        )
    }

    private static func requestLine(_ line: ArraySlice<UInt8>) throws(RequestError) -> (String, String, Int) {
        let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 3, let method = parts.first, isToken(method) else {
            throw .malformed("the first line is not METHOD TARGET VERSION")
        }
        guard !parts[1].isEmpty, parts[1].allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .malformed("the target holds bytes that must be percent-encoded")
        }
        let version = String(decoding: parts[2], as: UTF8.self)
        guard version.hasPrefix("HTTP/") else { throw .malformed("the first line is not METHOD TARGET VERSION") }
        guard let minor = ["HTTP/1.0": 0, "HTTP/1.1": 1][version] else { throw .unsupportedVersion }
        return (String(decoding: method, as: UTF8.self), String(decoding: parts[1], as: UTF8.self), minor)
    }

    private static func headers(
        _ lines: ArraySlice<ArraySlice<UInt8>>,
        limits: RequestLimits,
    ) throws(RequestError) -> Headers {
        guard lines.count <= limits.headerCount else { throw .tooManyHeaders(limit: limits.headerCount) }
        var headers = Headers()
        for line in lines {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), isToken(line[..<colon]) else {
                throw .malformed("a header line is not NAME: VALUE")
            }
            let value = line[(colon + 1)...]
            guard isText(value) else {
                throw .malformed("a header's value holds control characters")
            }
            headers.add(
                String(decoding: line[..<colon], as: UTF8.self),
                String(decoding: value, as: UTF8.self).trimmingSpaces,
            )
        }
        return headers
    }

    /// Refuses every message that two readers could take to end in different places (RFC 9112 section 6.3).
    private static func framing(
        _ headers: Headers,
        minorVersion: Int,
        limits: RequestLimits,
    ) throws(RequestError) -> Framing {
        let codings = headers.values(of: "Transfer-Encoding")
        let lengths = headers.values(of: "Content-Length")
        guard codings.isEmpty || (lengths.isEmpty && minorVersion == 1) else {
            throw .malformed("Transfer-Encoding must stand alone, and only in HTTP/1.1")
        }
        if !codings.isEmpty {
            guard headers.tokens(of: "Transfer-Encoding") == ["chunked"] else { throw .unsupportedTransferCoding }
            return .chunked
        }
        guard let first = lengths.first else { return .length(0) }
        guard lengths.allSatisfy({ $0 == first }), !first.isEmpty, first.utf8.allSatisfy(isDigit) else {
            throw .malformed("Content-Length is not one number")
        }
        guard let length = Int(first), length <= limits.bodyBytes else { throw .bodyTooLarge(limit: limits.bodyBytes) }
        return .length(length)
    }

    private static func expectation(_ headers: Headers, minorVersion: Int) throws(RequestError) -> Bool {
        let expectations = headers.tokens(of: "Expect")
        guard minorVersion == 1, !expectations.isEmpty else { return false }
        guard expectations == ["100-continue"] else { throw .unsupportedExpectation }
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// A token of RFC 9110 section 5.6.2: what method and header names are made of.
    static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy { isTokenByte[Int($0)] }
    }

    /// Whether nothing in it is a control character, which another reader might take for the end of the line.
    static func isText(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }
    }

    /// By the byte's value; a table, because every byte of every name is looked up.
    private static let isTokenByte: [Bool] = {
        let letters = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
        var table = [Bool](repeating: false, count: 256)
        for byte in letters.utf8 { table[Int(byte)] = true }
        return table
    }()
}
