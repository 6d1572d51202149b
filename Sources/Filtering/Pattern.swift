/// A text to look for without regard to case: anywhere, or with `*` for any run of characters as the whole.
struct Pattern: Sendable, Equatable {
    private let parts: [[UInt8]]

    init(_ text: String) {
        parts = text.lowercased().split(separator: "*", omittingEmptySubsequences: false).map { Array($0.utf8) }
    }

    /// What of it must stand in a text as it is.
    var longestPart: String {
        String(decoding: parts.max { $0.count < $1.count } ?? [], as: UTF8.self)
    }

    func matches(_ text: String) -> Bool {
        // Most texts are ASCII, where folding byte by byte is enough.
        let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
        return matches(folded: isASCII ? text.utf8.map(Pattern.fold) : Array(text.lowercased().utf8))
    }

    private static func fold(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte + 0x20 : byte
    }

    private func matches(folded text: [UInt8]) -> Bool {
        guard let first = parts.first, let last = parts.last else { return true }
        guard parts.count > 1 else { return Pattern.find(first, in: text[...]) != nil }
        guard text.count >= first.count + last.count, text.starts(with: first), text.suffix(last.count) == last[...]
        else { return false }
        var rest = text[first.count..<text.count - last.count]
        for part in parts.dropFirst().dropLast() {
            guard let place = Pattern.find(part, in: rest) else { return false }
            rest = rest[(place + part.count)...]
        }
        return true
    }

    private static func find(_ needle: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
        guard let first = needle.first else { return text.startIndex }
        guard text.count >= needle.count else { return nil }
        for start in text.startIndex...text.endIndex - needle.count where text[start] == first {
            if text[start..<start + needle.count] == needle[...] { return start }
        }
        return nil
    }
}
