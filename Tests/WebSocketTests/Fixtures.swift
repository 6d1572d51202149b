import WebSocket

/// The bytes of a frame from its parts, right or wrong: the first two bytes as they stand, then the rest.
///
/// With a masking key the payload is masked, and the key written before it.
func frame(_ first: UInt8, _ payload: [UInt8] = [], key: [UInt8]? = nil) -> [UInt8] {
    let maskBit: UInt8 = key == nil ? 0 : 0x80
    let length: [UInt8] =
        switch payload.count {
        case ...125: [maskBit | UInt8(payload.count)]
        case ...0xFFFF: [maskBit | 126] + bigEndian(payload.count, bytes: 2)
        default: [maskBit | 127] + bigEndian(payload.count, bytes: 8)
        }
    guard let key else { return [first] + length + payload }
    return [first] + length + key + payload.indices.map { payload[$0] ^ key[$0 % 4] }
}

func bigEndian(_ value: Int, bytes: Int) -> [UInt8] {
    (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
}

/// What one side reads of what it receives: the events, and the violation that ended them.
struct Reading: Equatable {
    var events: [Decoder.Event] = []
    var violation: ProtocolViolation?

    init(_ pieces: [[UInt8]], role: Role = .client, limits: MessageLimits = MessageLimits()) {
        var decoder = Decoder(role: role, limits: limits)
        do throws(ProtocolViolation) {
            for piece in pieces {
                decoder.receive(piece.span)
                while let event = try decoder.next() { events.append(event) }
            }
        } catch {
            violation = error
        }
    }
}

/// All that an endpoint asks for once these bytes have come.
func actions(of endpoint: inout Endpoint, receiving bytes: [UInt8]) -> [Endpoint.Action] {
    endpoint.receive(bytes.span)
    var actions: [Endpoint.Action] = []
    while let action = endpoint.next() { actions.append(action) }
    return actions
}

extension [UInt8] {
    init(_ text: String) { self.init(text.utf8) }
}
