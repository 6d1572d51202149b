/// Checks UTF-8 as it arrives, so that text is refused at its first wrong byte (RFC 3629).
struct UTF8Check: Sendable {
    /// Continuation bytes still due, and the range the next one must lie in.
    private var due = 0
    private var range: ClosedRange<UInt8> = 0x80...0xBF

    /// Whether the text may end here.
    var isComplete: Bool { due == 0 }

    /// False at the first byte that cannot be.
    mutating func accept(_ bytes: ArraySlice<UInt8>) -> Bool {
        if due == 0, isASCII(bytes) { return true }
        for byte in bytes {
            if due == 0, byte < 0x80 { continue }
            guard due == 0 ? begin(byte) : proceed(byte) else { return false }
        }
        return true
    }

    /// Without a branch for each byte, which makes it many times faster than the check itself.
    private func isASCII(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.reduce(0, |) < 0x80
    }

    private mutating func begin(_ byte: UInt8) -> Bool {
        switch byte {
        case 0xC2...0xDF: expect(1, 0x80...0xBF)
        case 0xE0: expect(2, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE, 0xEF: expect(2, 0x80...0xBF)
        case 0xED: expect(2, 0x80...0x9F)
        case 0xF0: expect(3, 0x90...0xBF)
        case 0xF1...0xF3: expect(3, 0x80...0xBF)
        case 0xF4: expect(3, 0x80...0x8F)
        default: return false
        }
        return true
    }

    private mutating func expect(_ count: Int, _ next: ClosedRange<UInt8>) {
        due = count
        range = next
    }

    private mutating func proceed(_ byte: UInt8) -> Bool {
        guard range.contains(byte) else { return false }
        due -= 1
        range = 0x80...0xBF
        return true
    }
}
