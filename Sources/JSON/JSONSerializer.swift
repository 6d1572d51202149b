/// Writing values as the smallest JSON text: no white space, UTF-8 unescaped.
extension JSONValue {
    /// The value as JSON bytes.
    ///
    /// NaN and infinities, which JSON cannot say, become `null`.
    package func serialized() -> [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    /// Not fewer bytes than `serialized` gives, and quickly told: for limits that are seldom reached.
    package var sizeBound: Int {
        switch self {
        case .null, .bool: 5
        case .integer, .double: 25
        case .string(let value): JSONValue.sizeBound(of: value)
        case .array(let elements): elements.reduce(2) { $0 + $1.sizeBound + 1 }
        case .object(let object): object.reduce(2) { $0 + JSONValue.sizeBound(of: $1.name) + $1.value.sizeBound + 2 }
        }
    }

    /// Each byte may become an escape of six.
    private static func sizeBound(of text: String) -> Int { 6 * text.utf8.count + 2 }

    /// The same as text, for messages and tests.
    package var text: String { String(decoding: serialized(), as: UTF8.self) }

    /// Appends the value to a buffer that may already hold the beginning of a packet.
    package func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): JSONValue.write(value, to: &bytes)
        case .double(let value): JSONValue.write(value, to: &bytes)
        case .string(let value): JSONValue.write(value, to: &bytes)
        case .array(let elements): JSONValue.write(elements, to: &bytes)
        case .object(let object): JSONValue.write(object, to: &bytes)
        }
    }

    private static func write(_ elements: [JSONValue], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        var isFirst = true
        for element in elements {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            element.write(to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private static func write(_ object: JSONObject, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        var isFirst = true
        for member in object {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            write(member.name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            member.value.write(to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private static func write(_ value: Double, to bytes: inout [UInt8]) {
        guard value.isFinite else { return bytes.append(contentsOf: "null".utf8) }
        if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 {
            write(whole, to: &bytes)
        } else if !writeMillionths(value, to: &bytes) {
            bytes.append(contentsOf: value.description.utf8)
        }
    }

    private static func write(_ value: Int64, to bytes: inout [UInt8]) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        write(value.magnitude, decimals: 0, to: &bytes)
    }

    /// Writes a number of at most six decimal places, as times and percentages are, far faster than the general way.
    ///
    /// - Returns: False, with nothing written, for any other number. Below 2^32 two doubles are closer together than two
    ///   millionths, so that no other number of six places is meant by the same double.
    private static func writeMillionths(_ value: Double, to bytes: inout [UInt8]) -> Bool {
        guard value.magnitude < 0x1p32, value.magnitude >= 0.001 else { return false }
        let millionths = (value.magnitude * 1e6).rounded()
        guard millionths / 1e6 == value.magnitude else { return false }
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        var (digits, decimals) = (UInt64(millionths), 6)
        while decimals > 1, digits % 10 == 0 { (digits, decimals) = (digits / 10, decimals - 1) }
        write(digits, decimals: decimals, to: &bytes)
        return true
    }

    /// By hand, because the library's way makes a text first, through several calls that are looked up as it goes.
    ///
    /// - Parameter decimals: How many of the digits stand behind the point; 0 writes none.
    private static func write(_ number: UInt64, decimals: Int, to bytes: inout [UInt8]) {
        var text = InlineArray<24, UInt8>(repeating: 0)
        var (rest, start) = (number, text.count)
        repeat {
            if decimals > 0, text.count - start == decimals {
                start -= 1
                text[start] = UInt8(ascii: ".")
            }
            start -= 1
            text[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0 || decimals > 0 && text.count - start <= decimals + 1
        bytes.append(text.span.extracting(start...))
    }

    /// Appends a member's name, which needs no escapes, and its colon.
    package static func write(memberName name: StaticString, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    /// Copies the runs of bytes that may stand as they are, and escapes what is between them.
    private static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        let utf8 = text.utf8Span.span
        var start = 0
        for place in utf8.indices where needsEscape(utf8[place]) {
            bytes.append(utf8.extracting(start..<place))
            writeEscape(of: utf8[place], to: &bytes)
            start = place + 1
        }
        bytes.append(utf8.extracting(start...))
        bytes.append(UInt8(ascii: "\""))
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func writeEscape(of byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0..<0x20:
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(contentsOf: [digits[Int(byte >> 4)], digits[Int(byte & 15)]])
        default: bytes.append(byte)
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ span: Span<UInt8>) {
        unsafe span.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
