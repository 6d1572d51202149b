import Networking
import TestSupport

/// Writes down what a connection tells its delegate, and lets a test wait for it.
@EventLoop
final class Recorder: ConnectionDelegate {
    enum Event: Equatable {
        case end
        case closed(CloseReason)
    }

    private(set) var connection: Connection?
    private(set) var bytes: [UInt8] = []
    private(set) var events: [Event] = []
    private(set) var drainedCount = 0
    private var waiters: [(condition: () -> Bool, timer: LoopTimer)] = []

    var whenReceived: ((Connection, [UInt8]) -> Void)?
    var whenDrained: ((Connection) -> Void)?

    func attach(to connection: Connection) {
        self.connection = connection
        connection.delegate = self
        wakeWaiters()
    }

    func received(_ bytes: Span<UInt8>, from connection: Connection) {
        let copy = unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
        self.bytes += copy
        whenReceived?(connection, copy)
        wakeWaiters()
    }

    func receivedEnd(from connection: Connection) {
        events.append(.end)
        wakeWaiters()
    }

    func drained(_ connection: Connection) {
        drainedCount += 1
        whenDrained?(connection)
        wakeWaiters()
    }

    func closed(_ connection: Connection, because reason: CloseReason) {
        events.append(.closed(reason))
        self.connection = nil
        wakeWaiters()
    }

    /// Returns once the condition holds, or after half a minute, for the expectation that follows to fail.
    func wait(until condition: @escaping () -> Bool) async {
        guard !condition() else { return }
        await withCheckedContinuation { continuation in
            let timer = LoopTimer { continuation.resume() }
            timer.schedule(after: .seconds(30))
            waiters.append((condition, timer))
        }
    }

    private func wakeWaiters() {
        for waiter in waiters where waiter.timer.isRunning && waiter.condition() {
            waiter.timer.schedule(at: EventLoop.now)
        }
        waiters.removeAll { !$0.timer.isRunning }
    }
}

/// The two ends of a connection through the loopback interface.
@EventLoop
struct Pair {
    let client = Recorder()
    let server = Recorder()
    private let listener: Listener

    init() async throws {
        let server = server
        listener = try Listener(host: "127.0.0.1", port: 0) { server.attach(to: $0) }
        client.attach(to: try await connect(to: listener.address.port).get())
        await server.wait { server.connection != nil }
        listener.stop()
    }
}

@EventLoop
func connect(
    to port: UInt16,
    host: String = "127.0.0.1",
    timeout: Duration = .seconds(5),
) async -> Result<Connection, NetworkError> {
    var connector: Connector?
    defer { connector?.cancel() }
    return await withCheckedContinuation { continuation in
        connector = Connector(host: host, port: port, timeout: timeout) { continuation.resume(returning: $0) }
    }
}

/// Bytes that repeat after a prime number of them, so that no buffer's size hides a stretch that is lost or moved.
func pattern(_ count: Int) -> [UInt8] {
    var generator = SeededGenerator(seed: 1)
    var bytes = generator.bytes(1009)
    while bytes.count < count { bytes += bytes }
    return Array(bytes.prefix(count))
}
