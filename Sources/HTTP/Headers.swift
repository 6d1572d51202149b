/// The header fields of a message, in order; names compare without regard to case (RFC 9110 section 5.1).
package struct Headers: Sendable, Equatable {
    package struct Field: Sendable, Equatable {
        package let name: String
        package let value: String
    }

    package private(set) var fields: [Field] = []

    package init() {}

    /// The first field of that name.
    package subscript(_ name: String) -> String? { fields.first { $0.name.isSameToken(as: name) }?.value }

    /// Every field of that name, in order.
    package func values(of name: String) -> [String] {
        fields.filter { $0.name.isSameToken(as: name) }.map(\.value)
    }

    /// All fields of that name as one list (RFC 9110 section 5.3), nil when there is none.
    package func list(_ name: String) -> String? {
        let values = values(of: name)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    /// The comma-separated elements of all fields of that name, in lower case.
    func tokens(of name: String) -> [String] {
        values(of: name).flatMap { $0.split(separator: ",") }.map(\.trimmingSpaces.lowercasedASCII)
    }

    /// Adds a field.
    ///
    /// Line breaks and NUL in a value become spaces, so that no value can pass for another field.
    package mutating func add(_ name: String, _ value: String) {
        let isSafe = value.utf8.allSatisfy { $0 != 0x0D && $0 != 0x0A && $0 != 0 }
        let safe =
            isSafe
            ? value : String(value.unicodeScalars.map { "\r\n\0".unicodeScalars.contains($0) ? " " : Character($0) })
        fields.append(Field(name: name, value: safe))
    }
}

extension StringProtocol {
    /// Equal but for the case of ASCII letters.
    func isSameToken(as other: some StringProtocol) -> Bool {
        utf8.count == other.utf8.count && zip(utf8, other.utf8).allSatisfy { $0.lowercasedASCII == $1.lowercasedASCII }
    }

    /// With its ASCII letters in lower case; other letters stay, for some become ASCII, as the Kelvin sign does.
    var lowercasedASCII: String { String(decoding: utf8.map(\.lowercasedASCII), as: UTF8.self) }

    /// Without spaces and tabs at either end.
    var trimmingSpaces: String {
        let isText: (UInt8) -> Bool = { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        let bytes = Array(utf8)
        guard let first = bytes.firstIndex(where: isText), var last = bytes.indices.last else { return "" }
        while !isText(bytes[last]) { last -= 1 }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var lowercasedASCII: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }
}
