package import JSON

/// Why a request to the server brought no answer that counts.
package enum RequestFailure: Error, Equatable {
    /// There is no connection now; trying again later may help.
    case notConnected
    /// The connection went away before the answer came; the request may or may not have been carried out.
    case connectionLost
    /// No answer in time.
    case timeout
    /// Too many requests wait for answers already.
    case tooManyRequests
    /// The server understood and said no. `answer` holds its further facts, for example the task's status.
    case refused(code: String, message: String, answer: JSONValue)

    init(refusal answer: JSONValue) {
        self = .refused(
            code: answer["error"]?.string ?? "unknown",
            message: answer["message"]?.string ?? "The server refused without a reason.",
            answer: answer,
        )
    }
}

extension RequestFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notConnected: "not connected to the server"
        case .connectionLost: "the connection was lost before the server answered"
        case .timeout: "the server did not answer in time"
        case .tooManyRequests: "too many requests are waiting for answers"
        case .refused(_, let message, _): message
        }
    }
}
