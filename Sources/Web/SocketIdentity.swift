import Digest

/// Who a client is in one namespace.
///
/// Its `pid` is a secret between it and the server, and its public `sid` a digest of that. So a client that shows its `pid` after
/// a disconnect, or after a restart of the server, is who it was, and nobody else can be; and the server keeps nothing for those
/// who are away.
struct SocketIdentity {
    private static let length = 20

    /// Not for other clients' eyes.
    let pid: String
    let sid: String

    /// A client that is new.
    init() {
        self.init(known: RandomID.next())
    }

    /// The client that was given this `pid`; nil when none can have been.
    init?(pid: String) {
        guard pid.utf8.count == SocketIdentity.length, pid.utf8.allSatisfy(RandomID.alphabet.contains)
        else { return nil }
        self.init(known: pid)
    }

    private init(known pid: String) {
        self.pid = pid
        let letters = SHA256.digest(Array(pid.utf8)).prefix(SocketIdentity.length)
        sid = String(decoding: letters.map { RandomID.alphabet[Int($0) % RandomID.alphabet.count] }, as: UTF8.self)
    }
}
