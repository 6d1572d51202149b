package import JSON

/// A value as one line of JSON that can do nothing to a terminal but be read.
package enum JSONLine {
    /// The same value as any other text of it: what could steer a terminal, and JSON lets stand as it is, is escaped.
    package static func text(of value: JSONValue) -> String {
        let text = value.text
        // Nearly no text has any of the bytes with which such a character begins.
        guard text.utf8.contains(where: { $0 == 0x7F || $0 == 0xC2 || $0 == 0xE2 }) else { return text }
        var safe = ""
        for scalar in text.unicodeScalars {
            if scalar.properties.generalCategory == .control || scalar.turnsLine {
                let digits = String(scalar.value, radix: 16)
                safe += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }
}

extension Unicode.Scalar {
    /// Changes the direction in which the line is read from there on.
    var turnsLine: Bool {
        switch value {
        case 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
