package import JSON

/// What a client that was in a namespace before says when it comes back (Socket.IO's connection state recovery).
///
/// Stock clients keep the `pid` of the server's CONNECT, and as `offset` the last argument of the last event that ended with a text;
/// they send both in the `auth` of their next CONNECT. A client that gets the same `pid` again takes itself to be recovered.
package struct RecoveryRequest: Sendable, Equatable {
    /// Characters of a `pid` and bytes of an `offset`; a request with longer ones is none.
    package static let longestPID = 64
    package static let longestOffset = 8 << 10

    package let pid: String
    /// Nil when no event has ended with a text.
    package let offset: String?

    /// Nil when the client was not there before, or does not say so in a way that can be followed.
    package init?(auth: JSONValue?) {
        guard let pid = auth?["pid"]?.string, !pid.isEmpty, pid.utf8.count <= RecoveryRequest.longestPID
        else { return nil }
        self.pid = pid
        switch auth?["offset"] {
        case nil, .null: offset = nil
        case .string(let text) where text.utf8.count <= RecoveryRequest.longestOffset: offset = text
        default: return nil
        }
    }
}
