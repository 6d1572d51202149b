import Glibc

/// Why a listener or a connection could not be had, in words that say what to do.
package enum NetworkError: Error, Equatable {
    case unknownHost(String, reason: String)
    case addressInUse(String)
    case permissionDenied(String)
    case cannotConnect(String, reason: String)
    case cannotListen(String, reason: String)
}

extension NetworkError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownHost(let host, let reason): "cannot find the host \(host): \(reason)"
        case .addressInUse(let address):
            "\(address) is already in use: stop the program that has it, or choose another --port"
        case .permissionDenied(let address): "not allowed to listen at \(address): choose a port above 1023"
        case .cannotConnect(let address, let reason): "cannot connect to \(address): \(reason)"
        case .cannotListen(let address, let reason): "cannot listen at \(address): \(reason)"
        }
    }
}

/// The kernel's words for an error number.
func reason(_ number: Int32) -> String { unsafe String(cString: strerror(number)) }
