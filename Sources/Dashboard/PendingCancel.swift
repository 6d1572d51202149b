import ProgressModel

/// A cancel on its way: still to be taken back, or sent and not answered.
struct PendingCancel: Sendable, Equatable {
    /// Seconds in which a cancel without a question can be taken back.
    static let grace = 3.0

    let request: ActionRequest
    var stage: Stage

    enum Stage: Sendable, Equatable {
        case grace(until: Timestamp)
        case sent(at: Timestamp)
    }

    var graceEnd: Timestamp? {
        if case .grace(let end) = stage { end } else { nil }
    }
}

/// How far a cancel that was asked for here has come, by the local clock.
struct CancelLife: Sendable, Equatable {
    let requestedAt: Timestamp
    let isForced: Bool
    /// The server has taken it and told the worker.
    var deliveredAt: Timestamp?
    /// The worker has let go of everything.
    var releasedAt: Timestamp?
}

/// The lives of the last cancels, at most `capacity`.
struct CancelLives: Sendable {
    static let capacity = 1_000

    private var lives: [WatchedTask.ID: CancelLife] = [:]

    subscript(id: WatchedTask.ID) -> CancelLife? {
        get { lives[id] }
        set {
            lives[id] = newValue
            guard lives.count > CancelLives.capacity else { return }
            let oldest = lives.min { ($0.value.requestedAt, $0.key) < ($1.value.requestedAt, $1.key) }
            oldest.map { lives[$0.key] = nil }
        }
    }
}
