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

    /// Not fewer bytes than `serialized` gives, and quickly told.
    package var sizeBound: Int {
        switch self {
        case .null, .bool: 5
        case .integer, .double: 25
        case .string(let value): JSONValue.sizeBound(of: value)
        case .array(let elements): elements.reduce(2) { $0 + $1.sizeBound + 1 }
        case .object(let object): object.reduce(2) { $0 + JSONValue.sizeBound(of: $1.name) + $1.value.sizeBound + 2 }
        }
    }

    /// Each byte may become an escape of six; of a long text they are counted, lest far too much room be made for it.
    private static func sizeBound(of text: String) -> Int {
        let count = text.utf8.count
        guard count > 64 else { return 6 * count + 2 }
        return text.utf8.reduce(count + 2) { needsEscape($1) ? $0 + 5 : $0 }
    }

    /// The same as text, for messages and tests.
    package var text: String { String(decoding: serialized(), as: UTF8.self) }

    /// Appends the value to a buffer that may already hold the beginning of a packet.
    package func write(to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: sizeBound) { write(to: &$0) }
    }

    /// Appends a member of an object whose beginning is written: its name, which needs no escapes, a colon, and the value.
    package static func write(member name: StaticString, _ value: JSONValue, to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: name.utf8CodeUnitCount + 3 + value.sizeBound) { output in
            output.append(UInt8(ascii: "\""))
            output.append(name)
            output.append(UInt8(ascii: "\""))
            output.append(UInt8(ascii: ":"))
            value.write(to: &output)
        }
    }

    /// Needs room for `sizeBound` bytes.
    private func write(to output: inout OutputSpan<UInt8>) {
        switch self {
        case .null: output.append("null")
        case .bool(let value): output.append(value ? "true" : "false")
        case .integer(let value): JSONValue.write(value, to: &output)
        case .double(let value): JSONValue.write(value, to: &output)
        case .string(let value): JSONValue.write(value, to: &output)
        case .array(let elements): JSONValue.write(elements, to: &output)
        case .object(let object): JSONValue.write(object, to: &output)
        }
    }

    private static func write(_ elements: [JSONValue], to output: inout OutputSpan<UInt8>) {
        output.append(UInt8(ascii: "["))
        var isFirst = true
        for element in elements {
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            element.write(to: &output)
        }
        output.append(UInt8(ascii: "]"))
    }

    private static func write(_ object: JSONObject, to output: inout OutputSpan<UInt8>) {
        output.append(UInt8(ascii: "{"))
        var isFirst = true
        for member in object {
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            write(member.name, to: &output)
            output.append(UInt8(ascii: ":"))
            member.value.write(to: &output)
        }
        output.append(UInt8(ascii: "}"))
    }

    private static func write(_ value: Double, to output: inout OutputSpan<UInt8>) {
        guard value.isFinite else { return output.append("null") }
        if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 {
            write(whole, to: &output)
        } else if !writeMillionths(value, to: &output) {
            for byte in value.description.utf8 { output.append(byte) }
        }
    }

    private static func write(_ value: Int64, to output: inout OutputSpan<UInt8>) {
        if value < 0 { output.append(UInt8(ascii: "-")) }
        write(digitsOf: value.magnitude, to: &output)
    }

    /// Writes a number of at most six decimal places, as times and percentages are, far faster than the general way.
    ///
    /// - Returns: False, with nothing written, for any other number. Below 2^32 two doubles are closer together than two
    ///   millionths, so that no other number of six places is meant by the same double.
    private static func writeMillionths(_ value: Double, to output: inout OutputSpan<UInt8>) -> Bool {
        guard value.magnitude < 0x1p32, value.magnitude >= 0.001 else { return false }
        let millionths = (value.magnitude * 1e6).rounded()
        guard millionths / 1e6 == value.magnitude else { return false }
        if value < 0 { output.append(UInt8(ascii: "-")) }
        let (whole, fraction) = UInt64(millionths).quotientAndRemainder(dividingBy: 1_000_000)
        write(digitsOf: whole, to: &output)
        output.append(UInt8(ascii: "."))
        var rest = fraction
        while rest > 0 {
            rest *= 10
            output.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / 1_000_000))
            rest %= 1_000_000
        }
        return true
    }

    /// By hand, because the library's way makes a text first, through several calls that are looked up as it goes.
    private static func write(digitsOf number: UInt64, to output: inout OutputSpan<UInt8>) {
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var (rest, start) = (number, digits.count)
        repeat {
            start -= 1
            digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        for place in start..<digits.count { output.append(digits[place]) }
    }

    private static func write(_ text: String, to output: inout OutputSpan<UInt8>) {
        output.append(UInt8(ascii: "\""))
        let utf8 = text.utf8Span.span
        for place in utf8.indices {
            let byte = utf8[place]
            if needsEscape(byte) { writeEscape(of: byte, to: &output) } else { output.append(byte) }
        }
        output.append(UInt8(ascii: "\""))
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func writeEscape(of byte: UInt8, to output: inout OutputSpan<UInt8>) {
        output.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x0A: output.append(UInt8(ascii: "n"))
        case 0x0D: output.append(UInt8(ascii: "r"))
        case 0x09: output.append(UInt8(ascii: "t"))
        case 0..<0x20:
            output.append("u00")
            output.append(hexadecimalDigit(byte >> 4))
            output.append(hexadecimalDigit(byte & 15))
        default: output.append(byte)
        }
    }

    private static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

extension OutputSpan<UInt8> {
    fileprivate mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes in
            for place in bytes.indices { unsafe append(bytes[place]) }
        }
    }
}
