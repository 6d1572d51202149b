/// Cuts output into lines as it comes.
///
/// A bare carriage return ends a line too: that is how progress bars redraw themselves.
struct LineSplitter: Sendable {
    /// Bytes of a line; a longer one is passed on in pieces of this size.
    static let limit = 1 << 20

    struct Line: Equatable, Sendable {
        var bytes: [UInt8]
        /// It ended in a carriage return, so it is meant to be overwritten.
        var isUpdate: Bool

        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    private var partial: [UInt8] = []
    private var endedInReturn = false

    mutating func receive(_ bytes: [UInt8]) -> [Line] {
        var lines: [Line] = []
        for byte in bytes {
            switch byte {
            case 0x0A where endedInReturn: endedInReturn = false
            case 0x0A: lines.append(take(isUpdate: false))
            case 0x0D:
                lines.append(take(isUpdate: true))
                endedInReturn = true
            default:
                endedInReturn = false
                partial.append(byte)
                if partial.count == LineSplitter.limit { lines.append(take(isUpdate: false)) }
            }
        }
        return lines
    }

    /// The last line, if it had no end.
    mutating func finish() -> Line? { partial.isEmpty ? nil : take(isUpdate: false) }

    private mutating func take(isUpdate: Bool) -> Line {
        defer { partial = [] }
        return Line(bytes: partial, isUpdate: isUpdate)
    }
}
