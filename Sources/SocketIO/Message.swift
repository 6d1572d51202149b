/// One Engine.IO message as Socket.IO uses it: the text of a packet, or one of the attachments that follow it.
package enum Message: Sendable, Equatable {
    /// A packet, in UTF-8.
    case text([UInt8])
    /// The next attachment of the packet before it.
    case binary([UInt8])
}
