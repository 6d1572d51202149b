/// The server's side of the heartbeat: it pings, the client must answer in time, and so on.
enum Heartbeat: Sendable {
    case pingDue(at: ServerSession.Instant)
    case pongDue(by: ServerSession.Instant)

    /// What the time asks for.
    enum Step {
        case wait
        case sendPing
        case timeOut
    }

    init(from now: ServerSession.Instant, options: SessionOptions) {
        self = .pingDue(at: now + options.pingInterval)
    }

    var deadline: ServerSession.Instant {
        switch self {
        case .pingDue(let instant), .pongDue(let instant): instant
        }
    }

    /// Moves on when the deadline has come.
    ///
    /// The time to answer runs from when the ping was due, so that a silent client is dead by `pingInterval +
    /// pingTimeout`; a ping that left very late, after the process was stopped, still leaves it half the time.
    mutating func timePassed(now: ServerSession.Instant, options: SessionOptions) -> Step {
        switch self {
        case .pingDue(let due) where now >= due:
            self = .pongDue(by: max(due + options.pingTimeout, now + options.pingTimeout / 2))
            return .sendPing
        case .pongDue(let limit) where now >= limit:
            return .timeOut
        case .pingDue, .pongDue:
            return .wait
        }
    }

    /// Takes the answer to the ping that is out.
    ///
    /// A pong nobody asked for changes nothing.
    mutating func pongReceived(now: ServerSession.Instant, options: SessionOptions) {
        guard case .pongDue = self else { return }
        self = Heartbeat(from: now, options: options)
    }
}
