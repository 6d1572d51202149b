import SocketIO

/// Messages written as text, so that a transcript reads like the wire.
extension Message: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self = .text(Array(text.utf8)) }
}
