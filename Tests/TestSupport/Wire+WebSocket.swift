/// A frame as it stood on the wire.
package struct WireFrame: Equatable {
    /// Final bit, reserved bits and opcode.
    package let first: UInt8
    package let payload: [UInt8]

    package init(first: UInt8, payload: [UInt8]) {
        self.first = first
        self.payload = payload
    }

    package var text: String? { first == 0x81 ? String(decoding: payload, as: UTF8.self) : nil }
    package var closeCode: Int? { first == 0x88 && payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : nil }
}

extension Wire {
    package static func handshake(_ target: String, _ headers: String...) -> String {
        let lines = [
            "GET \(target) HTTP/1.1", "Host: test", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        ]
        return (lines + headers).joined(separator: "\r\n") + "\r\n\r\n"
    }

    /// A connection that has become a WebSocket.
    package static func webSocket(
        _ target: String,
        port: UInt16,
        receiveBuffer: Int32? = nil,
    ) throws(Failure) -> Wire {
        let wire = try Wire(port: port, receiveBuffer: receiveBuffer)
        wire.send(handshake(target))
        let answer = try wire.answer()
        guard answer.status == 101 else { throw .notHTTP("\(answer)") }
        return wire
    }

    /// A client's frame; its masking key is zero, so that the payload stands there as it is.
    package static func frame(_ first: UInt8, _ payload: [UInt8]) -> [UInt8] {
        let length: [UInt8] =
            switch payload.count {
            case ..<126: [0x80 | UInt8(payload.count)]
            case ..<65536: [0xFE, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
            default: [0xFF] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
            }
        return [first] + length + [0, 0, 0, 0] + payload
    }

    package func sendFrame(_ text: String) { send(Wire.frame(0x81, Array(text.utf8))) }

    package func sendFrame(binary payload: [UInt8]) { send(Wire.frame(0x82, payload)) }

    package func takeFrame() throws(Failure) -> WireFrame {
        let start = try take(2)
        let length =
            switch start[1] {
            case 126: try take(2).reduce(0) { $0 << 8 | Int($1) }
            case 127: try take(8).reduce(0) { $0 << 8 | Int($1) }
            default: Int(start[1])
            }
        return WireFrame(first: start[0], payload: try take(length))
    }

    /// The next frame, which must be a text.
    package func takeText() throws(Failure) -> String {
        let frame = try takeFrame()
        guard let text = frame.text else { throw .noAnswer(received: "\(frame)") }
        return text
    }

    /// The code that the server closes with, after whatever it says before.
    package func takeCloseCode() throws(Failure) -> Int? {
        var frame = try takeFrame()
        while frame.first != 0x88 { frame = try takeFrame() }
        return frame.closeCode
    }
}
