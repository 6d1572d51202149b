/// Where a server is, as people write it: `http://host:5000`, `ws://host`, `host:5000`, `[::1]:5000`, or just a host.
package struct ServerAddress: Sendable, Equatable {
    package static let standardPort: UInt16 = 5000
    /// Where a server listens, and is looked for, when nothing else is said.
    package static let standard = ServerAddress(host: "127.0.0.1", port: standardPort)

    package let host: String
    package let port: UInt16

    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// - Throws: `InvalidServerAddress`, which says what was expected.
    package init(parsing text: String) throws(InvalidServerAddress) {
        var rest = text[...]
        if let scheme = text.firstRange(of: "://") {
            switch text[..<scheme.lowerBound].lowercased() {
            case "http", "ws": rest = text[scheme.upperBound...]
            case "https", "wss": throw InvalidServerAddress(text: text, problem: "TLS is not supported; use http://")
            default: throw InvalidServerAddress(text: text, problem: "it must begin with http://")
            }
        }
        rest = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        (host, port) = try ServerAddress.hostAndPort(rest, of: text)
    }

    private static func hostAndPort(_ rest: Substring, of text: String) throws(InvalidServerAddress) -> (String, UInt16)
    {
        let isBracketed = rest.hasPrefix("[")
        let host = isBracketed ? rest.dropFirst().prefix { $0 != "]" } : rest.prefix { $0 != ":" }
        let remainder = rest.dropFirst(host.count + (isBracketed ? 2 : 0))
        guard !host.isEmpty, isBracketed == rest.contains("]"),
            host.allSatisfy({ $0.isASCII && !$0.isWhitespace && $0 != "@" })
        else {
            throw InvalidServerAddress(text: text, problem: "it names no host")
        }
        if remainder.isEmpty { return (String(host), standardPort) }
        guard remainder.first == ":", remainder.dropFirst().allSatisfy(\.isNumber),
            let port = UInt16(remainder.dropFirst()), port > 0
        else {
            throw InvalidServerAddress(text: text, problem: "the port must be a number from 1 to 65535")
        }
        return (String(host), port)
    }

    /// Host and port as the `Host` header has them.
    package var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension ServerAddress: CustomStringConvertible {
    package var description: String { "http://\(authority)" }
}

/// Why a text is no server's address.
package struct InvalidServerAddress: Error, Equatable, CustomStringConvertible {
    package let text: String
    package let problem: String

    package var description: String { "\"\(text)\" is not the address of a server: \(problem)" }
}
