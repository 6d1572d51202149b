/// Cuts what a server sends into WebSocket frames, as cheaply as can be: payloads are lent where they lie, and nothing is checked
/// but lengths, for the measuring must cost less than what is measured.
struct FrameSplitter {
    /// A frame longer than this is taken for a broken stream.
    static let frameLimit = 16 << 20

    private var partial: [UInt8] = []

    /// - Parameter receive: Is called with the opcode and the payload of each whole frame.
    /// - Returns: False when this is no stream of unmasked frames.
    mutating func split(_ bytes: Span<UInt8>, _ receive: (UInt8, Span<UInt8>) -> Void) -> Bool {
        guard !partial.isEmpty else {
            guard let used = FrameSplitter.walk(bytes, receive) else { return false }
            keep(bytes.extracting(used...))
            return true
        }
        keep(bytes)
        let held = partial
        partial = []
        guard let used = FrameSplitter.walk(held.span, receive) else { return false }
        keep(held.span.extracting(used...))
        return true
    }

    private mutating func keep(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe partial.append(contentsOf: $0) }
    }

    /// The number of bytes that whole frames took, or nil when a header cannot be right.
    private static func walk(_ bytes: Span<UInt8>, _ receive: (UInt8, Span<UInt8>) -> Void) -> Int? {
        var start = 0
        while start + 2 <= bytes.count {
            let (short, isMasked) = (bytes[start + 1] & 0x7F, bytes[start + 1] & 0x80 != 0)
            let lengthBytes = short == 127 ? 8 : short == 126 ? 2 : 0
            guard !isMasked else { return nil }
            guard start + 2 + lengthBytes <= bytes.count else { break }
            var length = lengthBytes == 0 ? Int(short) : 0
            for index in 0..<lengthBytes { length = length << 8 | Int(bytes[start + 2 + index]) }
            guard (0...frameLimit).contains(length) else { return nil }
            let payload = start + 2 + lengthBytes
            guard payload + length <= bytes.count else { break }
            receive(bytes[start] & 0x0F, bytes.extracting(payload..<(payload + length)))
            start = payload + length
        }
        return start
    }
}
