/// The status line and headers of a response, for a client that asks to change the protocol.
package struct ResponseHead: Sendable, Equatable {
    package let status: Int
    package let headers: Headers

    /// Bytes of a head; more is malformed.
    package static let limit = 16 << 10

    /// Reads a head from the beginning of `bytes`.
    ///
    /// - Returns: The head and the number of bytes it took, or nil until it is complete.
    /// - Throws: `RequestError.malformed` when this is no HTTP response, or one too large.
    package static func parse(_ bytes: [UInt8]) throws(RequestError) -> (head: ResponseHead, length: Int)? {
        guard let end = endOfHead(in: bytes.prefix(limit)) else {
            guard bytes.count < limit else { throw .malformed("the answer's head has no end") }
            return nil
        }
        let text = String(decoding: bytes[..<end], as: UTF8.self)
        var lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)[...]
        let statusLine = (lines.popFirst() ?? "").split(separator: " ", maxSplits: 2)
        guard statusLine.count >= 2, statusLine[0].hasPrefix("HTTP/1."), let status = Int(statusLine[1]),
            (100...999).contains(status)
        else {
            throw .malformed("the answer is not HTTP/1.1")
        }
        var headers = Headers()
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw .malformed("a header line is not NAME: VALUE") }
            headers.add(String(parts[0]), parts[1].trimmingSpaces)
        }
        return (ResponseHead(status: status, headers: headers), end + 4)
    }

    private static func endOfHead(in bytes: ArraySlice<UInt8>) -> Int? {
        bytes.indices.first { bytes[$0...].starts(with: [0x0D, 0x0A, 0x0D, 0x0A]) }
    }
}
