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

    /// The same as text, for messages and tests.
    package var text: String { String(decoding: serialized(), as: UTF8.self) }

    /// Appends the value to a buffer that may already hold the beginning of a packet.
    package func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): bytes.append(contentsOf: String(value).utf8)
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
            bytes.append(contentsOf: String(whole).utf8)
        } else {
            bytes.append(contentsOf: value.description.utf8)
        }
    }

    /// Copies the runs of bytes that may stand as they are, and escapes what is between them.
    private static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        let utf8 = text.utf8
        var start = utf8.startIndex
        while let place = utf8[start...].firstIndex(where: needsEscape) {
            bytes.append(contentsOf: utf8[start..<place])
            writeEscape(of: utf8[place], to: &bytes)
            start = utf8.index(after: place)
        }
        bytes.append(contentsOf: utf8[start...])
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
