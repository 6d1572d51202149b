/// Names for tasks: fresh ones, and the rule for those that creators choose themselves.
package enum TaskID {
    /// A new random UUID (RFC 9562 version 4) in lowercase.
    package static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    /// The same from a given source of randomness, so that it can be repeated.
    package static func random(using generator: inout some RandomNumberGenerator) -> String {
        let version4 = generator.next() & ~0xF000 | 0x4000
        let variant = generator.next() & ~(0b11 << 62) | 0b10 << 62
        let digits = hexadecimal(version4) + hexadecimal(variant)
        var text = ""
        for (place, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(place) { text.append("-") }
            text.append(digit)
        }
        return text
    }

    /// Whether an id can stand in a path, a log line and a terminal as it is.
    package static func isSafe(_ id: String) -> Bool {
        guard let first = id.utf8.first, isAlphanumeric(first) else { return false }
        return id.utf8.allSatisfy { isAlphanumeric($0) || "-._~:@".utf8.contains($0) }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
