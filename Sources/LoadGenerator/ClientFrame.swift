import JSON

/// What the generator's clients send, as WebSocket frames ready to be written.
enum ClientFrame {
    /// The opening request; every client has the same key, so the answer can be ready too.
    static func handshake(authority: String) -> [UInt8] {
        let lines = [
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1", "Host: \(authority)", "Upgrade: websocket",
            "Connection: Upgrade", "Sec-WebSocket-Key: Z2VuYm9hcmQgYmVuY2ghIQ==", "Sec-WebSocket-Version: 13",
        ]
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    static let connect = text("40/progress,")
    static let pong = text("3")

    static func event(_ name: String, _ payload: JSONValue, ackID: Int? = nil) -> [UInt8] {
        text("42/progress,\(ackID.map(String.init) ?? "")\(JSONValue.array([.string(name), payload]).text)")
    }

    /// Masked with a key of zero: the generator need not touch the bytes, the server cannot tell.
    static func text(_ payload: String) -> [UInt8] { frame(opcode: 1, Array(payload.utf8)) }

    static func frame(opcode: UInt8, _ payload: [UInt8]) -> [UInt8] {
        var frame = [0x80 | opcode]
        if payload.count < 126 {
            frame.append(0x80 | UInt8(payload.count))
        } else {
            precondition(payload.count <= 0xFFFF, "The generator sends no large messages.")
            frame += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        }
        return frame + [0, 0, 0, 0] + payload
    }
}

/// An `update_progress` of one task that is encoded once; each report only writes its progress and stamp into it.
struct ReportTemplate {
    private var bytes: [UInt8]
    private let progressPlace: Int
    private let stampPlace: Int

    init(taskID: String) {
        let payload: JSONValue = [
            "task_id": .string(taskID),
            "progress": .double(98.7),
            "status": "generating_content",
            "message": .string(Stamp.placeholder),
            "details": ["step": 12, "total_steps": 50],
        ]
        bytes = ClientFrame.event("update_progress", payload)
        progressPlace = ReportTemplate.place(of: "98.7", in: bytes)
        stampPlace = ReportTemplate.place(of: Stamp.placeholder, in: bytes)
    }

    /// Searched from the end: the task's id comes first and may hold anything.
    private static func place(of text: String, in bytes: [UInt8]) -> Int {
        let wanted = Array(text.utf8)
        let places = bytes.indices.reversed()
        guard let place = places.first(where: { bytes[$0...].starts(with: wanted) }) else {
            preconditionFailure("The report was just written with \(text) in it.")
        }
        return place
    }

    /// The frame of one report; its progress goes round from 10.0 to 99.9.
    mutating func report(_ stamp: Stamp) -> [UInt8] {
        let tenths = 100 + stamp.number % 900
        bytes[progressPlace] = UInt8(ascii: "0") + UInt8(tenths / 100)
        bytes[progressPlace + 1] = UInt8(ascii: "0") + UInt8(tenths / 10 % 10)
        bytes[progressPlace + 3] = UInt8(ascii: "0") + UInt8(tenths % 10)
        stamp.write(to: &bytes, at: stampPlace)
        return bytes
    }
}
