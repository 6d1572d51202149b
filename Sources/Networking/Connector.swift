import CLinux
import Glibc

/// Opens one TCP connection to a host, trying its addresses one after the other.
@EventLoop
package final class Connector: DescriptorHandler {
    private let host: String
    private let port: UInt16
    private let completed: @EventLoop (Result<Connection, NetworkError>) -> Void
    private var candidates: [SocketAddress] = []
    private var current: (descriptor: Int32, address: SocketAddress)?
    private var failure: NetworkError
    private lazy var timer = LoopTimer { [weak self] in self?.timePassed() }
    private var isDone = false

    /// Starts at once; `completed` is called exactly once, unless `cancel` comes first.
    package init(
        host: String,
        port: UInt16,
        timeout: Duration,
        completed: @escaping @EventLoop (Result<Connection, NetworkError>) -> Void,
    ) {
        self.host = host
        self.port = port
        self.completed = completed
        failure = .unknownHost(host, reason: "it has no address")
        timer.schedule(after: timeout)
        resolve()
    }

    /// Gives up; `completed` is not called any more.
    package func cancel() {
        isDone = true
        timer.cancel()
        abandonCurrent()
    }

    /// Names are looked up off the loop: the call waits for a name server.
    private func resolve() {
        if let address = SocketAddress.numeric(host: host, port: port) {
            return EventLoop.post { [weak self] in self?.resolved(.success([address])) }
        }
        let (host, port) = (host, port)
        Task.detached { [weak self] in
            let result = Result { () throws(NetworkError) in try SocketAddress.resolve(host: host, port: port) }
            EventLoop.post { self?.resolved(result) }
        }
    }

    private func resolved(_ result: Result<[SocketAddress], NetworkError>) {
        guard !isDone else { return }
        switch result {
        case .success(let addresses):
            candidates = addresses
            tryNext()
        case .failure(let error):
            finish(.failure(error))
        }
    }

    private func tryNext() {
        guard !candidates.isEmpty else { return finish(.failure(failure)) }
        let address = candidates.removeFirst()
        let descriptor = socket(
            address.family,
            Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue),
            0,
        )
        guard descriptor >= 0 else {
            return finish(.failure(.cannotConnect(address.description, reason: reason(errno))))
        }
        current = (descriptor, address)
        let answer = unsafe address.withPointer { unsafe connect(descriptor, $0, $1) }
        guard answer == 0 || errno == EINPROGRESS else { return fail(reason(errno)) }
        EventLoop.watch(descriptor, for: .writing, self)
    }

    package func descriptorIsReady(_ readiness: Readiness) {
        guard let (descriptor, address) = current else { return }
        var number: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        _ = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &length)
        guard number == 0 else { return fail(reason(number)) }
        EventLoop.stopWatching(descriptor)
        current = nil
        setOption(Int32(IPPROTO_TCP), TCP_NODELAY, on: descriptor)
        finish(.success(Connection(descriptor: descriptor, peer: address)))
    }

    /// The time is for all addresses together.
    private func timePassed() {
        candidates = []
        fail(reason(ETIMEDOUT))
    }

    private func fail(_ reason: String) {
        failure = .cannotConnect(current?.address.description ?? "\(host):\(port)", reason: reason)
        abandonCurrent()
        tryNext()
    }

    private func abandonCurrent() {
        guard let (descriptor, _) = current else { return }
        current = nil
        EventLoop.stopWatching(descriptor)
        close(descriptor)
    }

    private func finish(_ result: Result<Connection, NetworkError>) {
        guard !isDone else { return }
        isDone = true
        timer.cancel()
        completed(result)
    }
}
