/// Cuts output into lines as it comes.
///
/// A bare carriage return ends a line too: that is how progress bars redraw themselves.
struct LineSplitter: Sendable {
    /// Bytes of a line; a longer one is passed on in pieces of this size.
    static let limit = 1 << 20

    struct Line: Equatable, Sendable {
        var bytes: [UInt8]
        /// The next line overwrites it.
        var isUpdate: Bool

        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    private var partial: [UInt8] = []
    /// The last byte was a carriage return; the next tells whether the line is overwritten or just ends in CR LF.
    private var hasReturned = false
    /// The line overwrites the one before.
    private var isRedrawing = false

    mutating func receive(_ bytes: [UInt8]) -> [Line] {
        var lines: [Line] = []
        for byte in bytes {
            switch byte {
            case 0x0A: lines.append(take(isUpdate: false))
            case 0x0D: hasReturned = true
            default:
                if hasReturned {
                    lines.append(take(isUpdate: true))
                    isRedrawing = true
                }
                partial.append(byte)
                if partial.count == LineSplitter.limit { lines.append(take(isUpdate: false)) }
            }
        }
        return lines
    }

    /// What is being redrawn has no end yet, and may stay like that for long: a slow bar waits before its next return.
    var redrawn: Line? {
        (isRedrawing || hasReturned) && !partial.isEmpty ? Line(bytes: partial, isUpdate: false) : nil
    }

    /// The last line, if it had no end.
    mutating func finish() -> Line? { partial.isEmpty ? nil : take(isUpdate: hasReturned) }

    private mutating func take(isUpdate: Bool) -> Line {
        defer {
            partial = []
            hasReturned = false
            isRedrawing = false
        }
        return Line(bytes: partial, isUpdate: isUpdate)
    }
}
