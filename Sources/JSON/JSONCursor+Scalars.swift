/// Strings and numbers, the two scalars with a grammar of their own.
extension JSONCursor {
    mutating func string(in bytes: Span<UInt8>) throws(JSONError) -> String {
        let opening = offset
        offset += 1
        let start = offset
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                let text = try utf8(start..<offset, in: bytes)
                offset += 1
                return text
            case UInt8(ascii: "\\"):
                return try escapedString(from: start, in: bytes)
            case 0..<0x20:
                throw .invalidString(at: opening)
            default:
                offset += 1
            }
        }
        throw .unexpectedEnd
    }

    private func utf8(_ range: Range<Int>, in bytes: Span<UInt8>) throws(JSONError) -> String {
        let slice = bytes.extracting(range)
        guard let text = try? UTF8Span(validating: slice) else { throw .invalidUTF8 }
        return String(copying: text)
    }

    /// A string that holds at least one escape: its bytes are gathered, then checked as UTF-8 in one go.
    private mutating func escapedString(from start: Int, in bytes: Span<UInt8>) throws(JSONError) -> String {
        var gathered: [UInt8] = []
        for place in start..<offset { gathered.append(bytes[place]) }
        while offset < bytes.count {
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                guard let text = String(validating: gathered, as: UTF8.self) else { throw .invalidUTF8 }
                return text
            case UInt8(ascii: "\\"):
                offset += 1
                try appendEscape(to: &gathered, in: bytes)
            case 0..<0x20:
                throw .invalidString(at: offset)
            default:
                gathered.append(byte)
                offset += 1
            }
        }
        throw .unexpectedEnd
    }

    private mutating func appendEscape(to gathered: inout [UInt8], in bytes: Span<UInt8>) throws(JSONError) {
        let letter = try peek(in: bytes)
        offset += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): gathered.append(letter)
        case UInt8(ascii: "b"): gathered.append(0x08)
        case UInt8(ascii: "f"): gathered.append(0x0C)
        case UInt8(ascii: "n"): gathered.append(0x0A)
        case UInt8(ascii: "r"): gathered.append(0x0D)
        case UInt8(ascii: "t"): gathered.append(0x09)
        case UInt8(ascii: "u"): gathered.append(contentsOf: String(Character(try unicodeEscape(in: bytes))).utf8)
        default: throw .invalidString(at: offset - 1)
        }
    }

    /// The scalar of `\u` and four digits, or of a surrogate pair of them.
    ///
    /// A lone surrogate becomes U+FFFD: Python's encoder writes such, and the rest of the text is worth keeping.
    private mutating func unicodeEscape(in bytes: Span<UInt8>) throws(JSONError) -> Unicode.Scalar {
        let unit = try hexadecimalUnit(in: bytes)
        if let scalar = Unicode.Scalar(unit) { return scalar }
        let afterFirst = offset
        if unit < 0xDC00, offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"),
            bytes[offset + 1] == UInt8(ascii: "u")
        {
            offset += 2
            let second = try hexadecimalUnit(in: bytes)
            if (0xDC00...0xDFFF).contains(second) {
                let combined = 0x10000 + (UInt32(unit - 0xD800) << 10) + UInt32(second - 0xDC00)
                return Unicode.Scalar(combined) ?? "\u{FFFD}"
            }
            offset = afterFirst
        }
        return "\u{FFFD}"
    }

    private mutating func hexadecimalUnit(in bytes: Span<UInt8>) throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            let byte = try peek(in: bytes)
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw .invalidString(at: offset) }
            unit = unit << 4 | UInt16(digit)
            offset += 1
        }
        return unit
    }

    mutating func number(in bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
        let start = offset
        let isNegative = try peek(in: bytes) == UInt8(ascii: "-")
        if isNegative { offset += 1 }
        if isNegative, options.acceptsNonFiniteNumbers, try peek(in: bytes) == UInt8(ascii: "I") {
            return try word("Infinity", is: .double(-.infinity), in: bytes)
        }
        try integerPart(from: start, in: bytes)
        let isWhole = try !fractionAndExponent(from: start, in: bytes)
        if isWhole, let whole = wholeNumber(from: start, in: bytes), !(isNegative && whole == 0) {
            return .integer(whole)
        }
        let text = try utf8(start..<offset, in: bytes)
        guard let value = Double(text) else { throw .invalidNumber(at: start) }
        guard value.isFinite || options.acceptsNonFiniteNumbers else { throw .numberTooLarge(at: start) }
        return .double(value)
    }

    /// The digits from `start` up to here as a number, nil when it does not fit.
    private func wholeNumber(from start: Int, in bytes: Span<UInt8>) -> Int64? {
        let isNegative = bytes[start] == UInt8(ascii: "-")
        var whole: Int64 = 0
        for place in (isNegative ? start + 1 : start)..<offset {
            let digit = Int64(bytes[place] - UInt8(ascii: "0"))
            let (product, overflowed) = whole.multipliedReportingOverflow(by: 10)
            // Gathered below zero, where there is one number more.
            let (sum, overflowedToo) = product.subtractingReportingOverflow(digit)
            guard !overflowed, !overflowedToo else { return nil }
            whole = sum
        }
        return isNegative ? whole : whole == .min ? nil : -whole
    }

    private mutating func integerPart(from start: Int, in bytes: Span<UInt8>) throws(JSONError) {
        let first = try peek(in: bytes)
        guard isDigit(first) else {
            throw offset == start ? .unexpectedByte(first, at: offset) : .invalidNumber(at: start)
        }
        offset += 1
        if first == UInt8(ascii: "0") {
            if offset < bytes.count, isDigit(bytes[offset]) { throw .invalidNumber(at: start) }
        } else {
            skipDigits(in: bytes)
        }
    }

    /// Takes `.digits` and `e±digits` where they stand; false when there is neither.
    private mutating func fractionAndExponent(from start: Int, in bytes: Span<UInt8>) throws(JSONError) -> Bool {
        let begin = offset
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            offset += 1
            try requireDigits(from: start, in: bytes)
        }
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") {
                offset += 1
            }
            try requireDigits(from: start, in: bytes)
        }
        return offset > begin
    }

    private mutating func requireDigits(from start: Int, in bytes: Span<UInt8>) throws(JSONError) {
        guard isDigit(try peek(in: bytes)) else { throw .invalidNumber(at: start) }
        skipDigits(in: bytes)
    }

    private mutating func skipDigits(in bytes: Span<UInt8>) {
        while offset < bytes.count, isDigit(bytes[offset]) { offset += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
