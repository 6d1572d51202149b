import Glibc

/// Why the dashboard's loop came to its end.
package enum LoopEnd: Sendable, Hashable {
    /// The application said so.
    case finished
    /// SIGINT; Ctrl-C is not one but a key, `control("c")`, for the application to act on.
    case interrupted
    /// SIGTERM.
    case terminated
    /// SIGHUP, or the terminal went away without one.
    case hungUp

    init(signal: Int32) {
        switch signal {
        case SIGINT: self = .interrupted
        case SIGHUP: self = .hungUp
        default: self = .terminated
        }
    }

    /// What shells expect as exit status: 0, or 128 and the signal's number.
    package var exitStatus: Int32 {
        switch self {
        case .finished: 0
        case .interrupted: 128 + SIGINT
        case .terminated: 128 + SIGTERM
        case .hungUp: 128 + SIGHUP
        }
    }
}
