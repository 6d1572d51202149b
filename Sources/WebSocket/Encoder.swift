/// Writes frames (RFC 6455 section 5.2).
///
/// Messages are never fragmented.
package enum Encoder {
    /// - Parameter maskingKey: A fresh random key for a client, nil for a server.
    package static func frame(_ opcode: Opcode, _ payload: [UInt8], maskingKey: UInt32? = nil) -> [UInt8] {
        var frame: [UInt8] = []
        frame.reserveCapacity(payload.count + 14)
        frame.append(0x80 | opcode.rawValue)
        let maskBit: UInt8 = maskingKey == nil ? 0 : 0x80
        switch payload.count {
        case ...125:
            frame.append(maskBit | UInt8(payload.count))
        case ...0xFFFF:
            frame.append(maskBit | 126)
            appendBigEndian(UInt16(payload.count), to: &frame)
        default:
            frame.append(maskBit | 127)
            appendBigEndian(UInt64(payload.count), to: &frame)
        }
        if let maskingKey { appendBigEndian(maskingKey, to: &frame) }
        let start = frame.count
        frame.append(contentsOf: payload)
        guard let maskingKey else { return frame }
        Mask.apply(maskingKey, to: &frame, from: start, offset: 0)
        return frame
    }

    /// A close frame.
    ///
    /// The reason is cut to what a control frame can hold; a code that may not be sent leaves the frame empty.
    package static func close(_ code: CloseCode, _ reason: String = "", maskingKey: UInt32? = nil) -> [UInt8] {
        var payload: [UInt8] = []
        if code.maySend {
            appendBigEndian(code.rawValue, to: &payload)
            var text = reason
            while text.utf8.count > 123 { text.removeLast() }
            payload.append(contentsOf: text.utf8)
        }
        return frame(.close, payload, maskingKey: maskingKey)
    }

    private static func appendBigEndian(_ value: some FixedWidthInteger & UnsignedInteger, to bytes: inout [UInt8]) {
        for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }
}

/// Masking, which is its own inverse (RFC 6455 section 5.3).
enum Mask {
    /// - Parameters:
    ///   - start: The first byte to mask.
    ///   - offset: How many bytes of the frame's payload lie before it.
    static func apply(_ key: UInt32, to bytes: inout [UInt8], from start: Int, offset: Int) {
        var rotated = key
        for _ in 0..<(offset & 3) { rotated = rotated << 8 | rotated >> 24 }
        let pair = (UInt64(rotated) << 32 | UInt64(rotated)).bigEndian
        var span = bytes.mutableSpan
        var place = start
        unsafe span.withUnsafeMutableBytes { bytes in
            while place + 8 <= bytes.count {
                let word = unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                unsafe bytes.storeBytes(of: word ^ pair, toByteOffset: place, as: UInt64.self)
                place += 8
            }
        }
        while place < span.count {
            span[place] ^= UInt8(truncatingIfNeeded: rotated >> 24)
            rotated = rotated << 8 | rotated >> 24
            place += 1
        }
    }
}
