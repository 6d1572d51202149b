/// What a parser accepts beyond the letter of RFC 8259, and where it stops.
package struct JSONParsingOptions: Sendable {
    /// Arrays and objects inside one another; one more is `JSONError.tooDeep`.
    package var maximumDepth: Int
    /// Take `NaN`, `Infinity` and `-Infinity`, which Python's encoder writes, and numbers too large for a double, as
    /// infinite, so that the field at fault can be named.
    package var acceptsNonFiniteNumbers: Bool

    package init(maximumDepth: Int = 64, acceptsNonFiniteNumbers: Bool = false) {
        self.maximumDepth = maximumDepth
        self.acceptsNonFiniteNumbers = acceptsNonFiniteNumbers
    }
}

/// Why bytes are not JSON, and at which byte, counted from 0.
package enum JSONError: Error, Equatable {
    case unexpectedEnd
    case unexpectedByte(UInt8, at: Int)
    case invalidNumber(at: Int)
    /// A number beyond what a double can hold, such as `1e999`.
    case numberTooLarge(at: Int)
    case invalidString(at: Int)
    case invalidUTF8
    case tooDeep(limit: Int)
}

extension JSONError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unexpectedEnd: "the JSON text ends too early"
        case .unexpectedByte(let byte, let place): "unexpected byte 0x\(String(byte, radix: 16)) at \(place)"
        case .invalidNumber(let place): "not a JSON number at \(place)"
        case .numberTooLarge(let place): "the number at \(place) is too large"
        case .invalidString(let place): "not a JSON string at \(place)"
        case .invalidUTF8: "the JSON text is not UTF-8"
        case .tooDeep(let limit): "more than \(limit) arrays and objects inside one another"
        }
    }
}

extension JSONValue {
    /// Reads exactly one value and nothing after it but white space.
    package static func parse(
        _ bytes: Span<UInt8>,
        options: JSONParsingOptions = JSONParsingOptions(),
    ) throws(JSONError) -> JSONValue {
        var cursor = JSONCursor(offset: 0, depth: 0, options: options)
        let value = try cursor.value(in: bytes)
        cursor.skipWhiteSpace(in: bytes)
        guard cursor.offset == bytes.count else {
            throw .unexpectedByte(bytes[cursor.offset], at: cursor.offset)
        }
        return value
    }

    package static func parse(
        _ bytes: [UInt8],
        options: JSONParsingOptions = JSONParsingOptions(),
    ) throws(JSONError) -> JSONValue {
        try parse(bytes.span, options: options)
    }

    package static func parse(
        _ text: String,
        options: JSONParsingOptions = JSONParsingOptions(),
    ) throws(JSONError) -> JSONValue {
        let bytes = Array(text.utf8)
        return try parse(bytes.span, options: options)
    }
}

/// The place in the text and how deep it lies.
///
/// Every read is checked against the span's end.
struct JSONCursor {
    var offset: Int
    var depth: Int
    let options: JSONParsingOptions

    /// Most objects on our wire have no more members, so that reading one allocates once.
    private static let usualMembers = 8

    mutating func skipWhiteSpace(in bytes: Span<UInt8>) {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return
            }
        }
    }

    func peek(in bytes: Span<UInt8>) throws(JSONError) -> UInt8 {
        guard offset < bytes.count else { throw .unexpectedEnd }
        return bytes[offset]
    }

    mutating func value(in bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
        skipWhiteSpace(in: bytes)
        switch try peek(in: bytes) {
        case UInt8(ascii: "{"): return .object(try object(in: bytes))
        case UInt8(ascii: "["): return .array(try array(in: bytes))
        case UInt8(ascii: "\""): return .string(try string(in: bytes))
        case UInt8(ascii: "t"): return try word("true", is: .bool(true), in: bytes)
        case UInt8(ascii: "f"): return try word("false", is: .bool(false), in: bytes)
        case UInt8(ascii: "n"): return try word("null", is: .null, in: bytes)
        case UInt8(ascii: "N") where options.acceptsNonFiniteNumbers:
            return try word("NaN", is: .double(.nan), in: bytes)
        case UInt8(ascii: "I") where options.acceptsNonFiniteNumbers:
            return try word("Infinity", is: .double(.infinity), in: bytes)
        default: return try number(in: bytes)
        }
    }

    mutating func word(_ word: StaticString, is value: JSONValue, in bytes: Span<UInt8>) throws(JSONError) -> JSONValue
    {
        for expected in word.description.utf8 {
            let byte = try peek(in: bytes)
            guard byte == expected else { throw .unexpectedByte(byte, at: offset) }
            offset += 1
        }
        return value
    }

    mutating func enter() throws(JSONError) {
        depth += 1
        offset += 1
        guard depth <= options.maximumDepth else { throw .tooDeep(limit: options.maximumDepth) }
    }

    /// After a member: true when another follows, false when the closing byte was taken.
    mutating func another(before closing: UInt8, in bytes: Span<UInt8>) throws(JSONError) -> Bool {
        skipWhiteSpace(in: bytes)
        let byte = try peek(in: bytes)
        offset += 1
        if byte == UInt8(ascii: ",") { return true }
        guard byte == closing else { throw .unexpectedByte(byte, at: offset - 1) }
        depth -= 1
        return false
    }

    /// Takes the closing byte of an empty array or object.
    mutating func isEmpty(until closing: UInt8, in bytes: Span<UInt8>) throws(JSONError) -> Bool {
        skipWhiteSpace(in: bytes)
        guard try peek(in: bytes) == closing else { return false }
        offset += 1
        depth -= 1
        return true
    }

    mutating func array(in bytes: Span<UInt8>) throws(JSONError) -> [JSONValue] {
        try enter()
        var elements: [JSONValue] = []
        if try isEmpty(until: UInt8(ascii: "]"), in: bytes) { return elements }
        repeat {
            elements.append(try value(in: bytes))
        } while try another(before: UInt8(ascii: "]"), in: bytes)
        return elements
    }

    mutating func object(in bytes: Span<UInt8>) throws(JSONError) -> JSONObject {
        try enter()
        var members: [JSONObject.Member] = []
        if try isEmpty(until: UInt8(ascii: "}"), in: bytes) { return JSONObject(members) }
        members.reserveCapacity(JSONCursor.usualMembers)
        repeat {
            skipWhiteSpace(in: bytes)
            let byte = try peek(in: bytes)
            guard byte == UInt8(ascii: "\"") else { throw .unexpectedByte(byte, at: offset) }
            let name = try string(in: bytes)
            skipWhiteSpace(in: bytes)
            let colon = try peek(in: bytes)
            guard colon == UInt8(ascii: ":") else { throw .unexpectedByte(colon, at: offset) }
            offset += 1
            members.append(JSONObject.Member(name: name, value: try value(in: bytes)))
        } while try another(before: UInt8(ascii: "}"), in: bytes)
        return JSONObject(members)
    }
}
