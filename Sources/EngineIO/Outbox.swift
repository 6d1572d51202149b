/// The packets that wait for the client's next poll, in order.
///
/// Empty, it owns no memory.
struct Outbox: Sendable {
    private var packets: [Packet] = []
    /// What the packets come to on the wire, separators included.
    private(set) var bytes = 0

    var isEmpty: Bool { packets.isEmpty }

    mutating func append(_ packet: Packet) {
        packets.append(packet)
        bytes += Outbox.size(of: packet)
    }

    /// The body for one poll: at most 16 packets and `maximumBytes`, except that the first is always taken.
    mutating func takePayload(maximumBytes: Int) -> [UInt8] {
        var size = 0
        var count = 0
        for packet in packets.prefix(Payload.maximumPackets) {
            let next = size + Outbox.size(of: packet)
            // The last packet of a payload has no separator after it.
            guard count == 0 || next - 1 <= maximumBytes else { break }
            size = next
            count += 1
        }
        let payload = Payload.encode(packets.prefix(count))
        packets.removeFirst(count)
        bytes -= size
        if packets.isEmpty { packets = [] }
        return payload
    }

    /// Everything, for a transport that carries packets one by one.
    mutating func takeAll() -> [Packet] {
        defer { self = Outbox() }
        return packets
    }

    private static func size(of packet: Packet) -> Int { packet.textSize + 1 }
}
