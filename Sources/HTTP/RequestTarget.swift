/// The path and query of a request target, decoded (RFC 9112 section 3.2, RFC 3986 section 2.1).
enum RequestTarget {
    static func parse(_ target: String) throws(RequestError) -> (path: String, query: [Request.QueryItem]) {
        if target == "*" { return ("/*", []) }
        let local = try withoutAuthority(target)
        let parts = local.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = try decoded(parts[0], plusIsSpace: false)
        let items = parts.count > 1 ? parts[1].split(separator: "&") : []
        var query: [Request.QueryItem] = []
        for item in items {
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = pair.count > 1 ? try decoded(pair[1], plusIsSpace: true) : ""
            query.append(Request.QueryItem(name: try decoded(pair[0], plusIsSpace: true), value: value))
        }
        return (path, query)
    }

    /// Proxies send the whole URL; only what follows the host matters here.
    private static func withoutAuthority(_ target: String) throws(RequestError) -> Substring {
        if target.hasPrefix("/") { return target[...] }
        guard let scheme = target.firstRange(of: "://") else {
            throw .malformed("the target is neither a path nor a URL")
        }
        let rest = target[scheme.upperBound...]
        guard let slash = rest.firstIndex(where: { $0 == "/" || $0 == "?" }) else { return "/" }
        return rest[slash] == "/" ? rest[slash...] : "/" + rest[slash...]
    }

    private static func decoded(_ text: Substring, plusIsSpace: Bool) throws(RequestError) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = hexadecimal(rest.popFirst()), let low = hexadecimal(rest.popFirst()) else {
                    throw .malformed("a % in the target is not followed by two hexadecimal digits")
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else {
            throw .malformed("the target is not UTF-8 once decoded")
        }
        return decoded
    }

    private static func hexadecimal(_ byte: UInt8?) -> UInt8? {
        byte.flatMap { Character(Unicode.Scalar($0)).hexDigitValue }.map(UInt8.init)
    }
}
