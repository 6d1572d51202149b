import COpenSSL
import Digest

/// The opening handshake (RFC 6455 section 4), told apart from HTTP by taking header values through a closure.
package enum Handshake {
    private static let guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

    /// The server's side: checks a request that asks for an upgrade.
    ///
    /// - Parameter header: The value of a request header, nil when absent.
    /// - Returns: The value of `Sec-WebSocket-Accept`.
    package static func validate(method: String, header: (String) -> String?) throws(HandshakeError) -> String {
        guard method == "GET" else { throw .notGet }
        guard hasToken("websocket", in: header("Upgrade")), hasToken("upgrade", in: header("Connection")) else {
            throw .noUpgrade
        }
        guard header("Sec-WebSocket-Version") == "13" else { throw .unsupportedVersion }
        guard let key = header("Sec-WebSocket-Key"), Base64.isSixteenBytes(key) else { throw .invalidKey }
        return accept(key)
    }

    /// Proves that a server has read this key (section 4.2.2).
    package static func accept(_ key: String) -> String {
        Base64.encode(SHA1.digest(Array((key + guid).utf8)))
    }

    private static func hasToken(_ token: String, in list: String?) -> Bool {
        (list ?? "").split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\t" }).contains {
            $0.lowercased() == token
        }
    }
}

extension Handshake {
    /// The client's side: one request with a random key, and the check of its answer (section 4.1).
    package struct ClientRequest: Sendable {
        private let key: String
        private let authority: String
        private let path: String

        /// - Parameters:
        ///   - authority: Host and port as the `Host` header has them.
        ///   - path: Path and query, already percent-encoded.
        package init(authority: String, path: String) {
            self.authority = authority
            self.path = path
            key = Base64.encode((0..<16).map { _ in UInt8.random(in: 0...255) })
        }

        package var bytes: [UInt8] {
            let lines = [
                "GET \(path) HTTP/1.1", "Host: \(authority)", "Upgrade: websocket", "Connection: Upgrade",
                "Sec-WebSocket-Key: \(key)", "Sec-WebSocket-Version: 13",
            ]
            return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        }

        /// Whether the answer makes the connection a WebSocket, without an extension or subprotocol that was not asked for.
        package func isAccepted(status: Int, header: (String) -> String?) -> Bool {
            status == 101 && header("Sec-WebSocket-Accept") == Handshake.accept(key)
                && Handshake.hasToken("websocket", in: header("Upgrade"))
                && Handshake.hasToken("upgrade", in: header("Connection"))
                && header("Sec-WebSocket-Extensions") == nil && header("Sec-WebSocket-Protocol") == nil
        }
    }
}

/// Why a request does not become a WebSocket, with what to answer.
package enum HandshakeError: Error, Equatable, CaseIterable {
    case notGet
    case noUpgrade
    case unsupportedVersion
    case invalidKey

    package var status: Int {
        switch self {
        case .notGet: 405
        case .noUpgrade: 426
        case .unsupportedVersion, .invalidKey: 400
        }
    }

    /// Headers the answer must have.
    package var headers: [(name: String, value: String)] {
        switch self {
        case .notGet: [("Allow", "GET")]
        case .noUpgrade: [("Upgrade", "websocket"), ("Connection", "Upgrade")]
        case .unsupportedVersion: [("Sec-WebSocket-Version", "13")]
        case .invalidKey: []
        }
    }

    package var message: String {
        switch self {
        case .notGet: "A WebSocket is asked for with GET."
        case .noUpgrade: "Only WebSocket clients are served here: send Upgrade: websocket."
        case .unsupportedVersion: "This server speaks WebSocket version 13."
        case .invalidKey: "Sec-WebSocket-Key must be 16 bytes in base64."
        }
    }
}

/// Base64 (RFC 4648 section 4), as far as the handshake needs it.
private enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String {
        var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        let length = unsafe EVP_EncodeBlock(&text, bytes, Int32(bytes.count))
        return String(decoding: text.prefix(Int(length)), as: UTF8.self)
    }

    /// 22 characters and the padding that 16 bytes leave.
    static func isSixteenBytes(_ text: String) -> Bool {
        let characters = Array(text.utf8)
        guard characters.count == 24, characters.firstIndex(of: UInt8(ascii: "=")) == 22,
            characters[23] == UInt8(ascii: "=")
        else { return false }
        var decoded = [UInt8](repeating: 0, count: 18)
        return unsafe EVP_DecodeBlock(&decoded, characters, 24) == 18
    }
}
