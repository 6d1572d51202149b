/// How large a packet may be.
///
/// Past any of these the packet is refused and its connection closed.
///
/// The bytes of one message are bounded below, by Engine.IO.
package final class PacketLimits: Sendable {
    /// Arrays and objects inside one another.
    package let jsonDepth = 64
    /// Attachments of one packet; the reference server takes as many.
    package let attachments = 10
    /// Bytes of a namespace together with its query.
    package let namespaceBytes = 2048
    /// Digits of an ack id; python-socketio takes as many.
    package let ackIDDigits = 100

    package static let standard = PacketLimits()

    package init() {}
}
