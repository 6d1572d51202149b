import CLinux
import Glibc

/// A TCP socket that accepts connections and hands each to its owner.
@EventLoop
package final class Listener: DescriptorHandler {
    /// Connections the kernel completes before we accept them; a storm of reconnecting clients waits here.
    private static let backlog: Int32 = 4096
    /// Accepted at most per turn, so that a storm does not starve the clients that are connected.
    private static let acceptsPerTurn = 256
    /// Out of descriptors: nothing is accepted for this long, lest the loop spins on a listener it cannot serve.
    private static let pauseWhenExhausted: Duration = .milliseconds(100)

    /// Bytes the kernel takes for a connection beyond those on their way.
    ///
    /// Small, because what it has taken cannot give way to newer states any more; large enough for what a turn sends.
    private static let unsentLimit: Int32 = 256 << 10

    /// Where it listens; the port is the real one also when 0 was asked for.
    package let address: SocketAddress
    private let descriptor: Int32
    private let accepted: @EventLoop (Connection) -> Void
    private lazy var pause = LoopTimer { [weak self] in self?.resume() }
    private var isOpen = true

    /// Listens at the first of the host's addresses that takes it.
    package init(host: String, port: UInt16, accepted: @escaping @EventLoop (Connection) -> Void) throws(NetworkError) {
        var failure = NetworkError.unknownHost(host, reason: "it has no address")
        for candidate in try SocketAddress.resolve(host: host, port: port, toListen: true) {
            do throws(NetworkError) {
                descriptor = try Listener.open(candidate)
                address = Listener.localAddress(of: descriptor) ?? candidate
                self.accepted = accepted
                EventLoop.watch(descriptor, for: .reading, self)
                return
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private static func open(_ address: SocketAddress) throws(NetworkError) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, kind, 0)
        guard descriptor >= 0 else { throw .cannotListen(address.description, reason: reason(errno)) }
        setOption(SOL_SOCKET, SO_REUSEADDR, on: descriptor)
        let isBound = unsafe address.withPointer { unsafe bind(descriptor, $0, $1) } == 0
        guard isBound, listen(descriptor, backlog) == 0 else {
            let number = errno
            close(descriptor)
            throw error(number, at: address)
        }
        return descriptor
    }

    private static func error(_ number: Int32, at address: SocketAddress) -> NetworkError {
        switch number {
        case EADDRINUSE: .addressInUse(address.description)
        case EACCES: .permissionDenied(address.description)
        default: .cannotListen(address.description, reason: reason(number))
        }
    }

    private static func localAddress(of descriptor: Int32) -> SocketAddress? {
        unsafe SocketAddress { unsafe getsockname(descriptor, $0, &$1) == 0 }
    }

    package func descriptorIsReady(_ readiness: Readiness) {
        for _ in 0..<Listener.acceptsPerTurn {
            var accepted: Int32 = -1
            let peer = unsafe SocketAddress { address, length in
                accepted = unsafe linux_accept(descriptor, address, &length)
                return accepted >= 0
            }
            guard let peer else { return acceptFailed(errno) }
            setOption(Int32(IPPROTO_TCP), TCP_NODELAY, on: accepted)
            setOption(Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, to: Listener.unsentLimit, on: accepted)
            self.accepted(Connection(descriptor: accepted, peer: peer))
        }
    }

    private func acceptFailed(_ number: Int32) {
        switch number {
        case EMFILE, ENFILE, ENOBUFS, ENOMEM:
            EventLoop.setInterest([], in: descriptor)
            pause.schedule(after: Listener.pauseWhenExhausted)
        default:
            break  // Nothing left to accept, or a connection that was gone before it was taken.
        }
    }

    private func resume() {
        if isOpen { EventLoop.setInterest(.reading, in: descriptor) }
    }

    /// Stops accepting and gives the port back.
    ///
    /// Connections that were accepted go on.
    package func stop() {
        guard isOpen else { return }
        isOpen = false
        EventLoop.stopWatching(descriptor)
        close(descriptor)
    }
}

/// Sets a socket option; one that the kernel refuses only costs speed, so its answer is not looked at.
func setOption(_ level: Int32, _ option: Int32, to value: Int32 = 1, on descriptor: Int32) {
    var value = value
    _ = unsafe setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
}
