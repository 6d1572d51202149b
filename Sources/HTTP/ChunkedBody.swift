/// A body in chunks as it arrives (RFC 9112 section 7.1).
///
/// Extensions and trailers are read over.
struct ChunkedBody: Sendable {
    /// Bytes of one size line or trailer line; more is malformed.
    private static let lineLimit = 1024
    /// Trailer lines; more are malformed.
    private static let trailerLimit = 32

    private enum State: Sendable {
        case size
        case data(remaining: Int)
        case endOfData
        case trailers(count: Int)
    }

    private(set) var bytes: [UInt8] = []
    private let limit: Int
    private var state = State.size

    init(limit: Int) {
        self.limit = limit
    }

    /// Reads on from `place` and moves it; true once the last chunk and the trailers have been read.
    mutating func read(_ buffer: [UInt8], from place: inout Int) throws(RequestError) -> Bool {
        while true {
            switch state {
            case .size:
                guard let line = try line(in: buffer, from: &place) else { return false }
                let size = try size(of: line)
                state = size == 0 ? .trailers(count: 0) : .data(remaining: size)
            case .data(let remaining):
                let count = min(remaining, buffer.count - place)
                bytes.append(contentsOf: buffer[place..<(place + count)])
                place += count
                guard count == remaining else {
                    state = .data(remaining: remaining - count)
                    return false
                }
                state = .endOfData
            case .endOfData:
                guard let line = try line(in: buffer, from: &place) else { return false }
                guard line.isEmpty else { throw .malformed("a chunk is longer than its size says") }
                state = .size
            case .trailers(let count):
                guard let line = try line(in: buffer, from: &place) else { return false }
                if line.isEmpty { return true }
                guard count < ChunkedBody.trailerLimit else { throw .malformed("there are too many trailers") }
                state = .trailers(count: count + 1)
            }
        }
    }

    private func line(in buffer: [UInt8], from place: inout Int) throws(RequestError) -> ArraySlice<UInt8>? {
        let window = buffer[place...].prefix(ChunkedBody.lineLimit)
        guard let end = window.firstIndex(of: 0x0A) else {
            guard window.count < ChunkedBody.lineLimit else { throw .malformed("a line of a chunked body is too long") }
            return nil
        }
        guard end > place, buffer[end - 1] == 0x0D else { throw .malformed("a line ends without a carriage return") }
        let line = buffer[place..<(end - 1)]
        guard RequestHead.isText(line) else { throw .malformed("a line of a chunked body holds control characters") }
        place = end + 1
        return line
    }

    private func size(of line: ArraySlice<UInt8>) throws(RequestError) -> Int {
        let digits = line.prefix { Character(Unicode.Scalar($0)).isHexDigit }
        let rest = line[digits.endIndex...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard !digits.isEmpty, rest.isEmpty || rest.first == UInt8(ascii: ";") else {
            throw .malformed("a chunk's size is not hexadecimal")
        }
        guard let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size <= limit - bytes.count else {
            throw .bodyTooLarge(limit: limit)
        }
        return size
    }
}
