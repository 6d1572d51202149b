import Glibc

/// Why a command could not be started.
package enum LaunchError: Error, Equatable {
    case notFound(String)
    case notExecutable(String)
    case system(String, reason: String)

    init(_ number: Int32, command: String) {
        switch number {
        case ENOENT: self = .notFound(command)
        case EACCES, ENOEXEC: self = .notExecutable(command)
        default: self = .system(command, reason: unsafe String(cString: strerror(number)))
        }
    }

    /// What shells exit with in the same case.
    package var exitCode: Int32 {
        switch self {
        case .notFound: 127
        case .notExecutable: 126
        case .system: 125
        }
    }
}

extension LaunchError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound(let command): "\(command): there is no such command; check its name and the PATH"
        case .notExecutable(let command): "\(command): is not executable"
        case .system(let command, let reason): "\(command): could not be started: \(reason)"
        }
    }
}
