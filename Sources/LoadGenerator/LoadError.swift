/// Why a load could not be put on a server.
package enum LoadError: Error, Equatable {
    /// The server could not be reached, or does not speak Socket.IO.
    case unreachable(String)
    /// The server answered an event or a request with an error.
    case refused(String, reason: String)
    case timedOut(String)
}

extension LoadError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreachable(let reason): reason
        case .refused(let what, let reason): "the server refused \(what): \(reason)"
        case .timedOut(let what): "the server did not answer \(what) in time"
        }
    }
}
