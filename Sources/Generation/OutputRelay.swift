import Dispatch
import Glibc
import Networking
import Synchronization

/// Copies a command's output to our own, on a thread that may wait: a terminal that stops reading must not stop the event loop.
package final class OutputRelay: Sendable {
    /// Bytes that may wait to be written; then the command is told to wait, through `onFull` and `onDrained`.
    private static let limit = 1 << 20

    private let waiting = Mutex(0)
    private let queue = DispatchQueue(label: "output")
    private let onFull: @EventLoop @Sendable () -> Void
    private let onDrained: @EventLoop @Sendable () -> Void
    private let onFailure: @EventLoop @Sendable (StandardStream, Int32) -> Void

    /// - Parameters:
    ///   - onFull: More waits than should: write no more for now.
    ///   - onDrained: Enough was written to go on.
    ///   - onFailure: One of our streams takes nothing more, with the error's number; told for each write that fails.
    package init(
        onFull: @escaping @EventLoop @Sendable () -> Void,
        onDrained: @escaping @EventLoop @Sendable () -> Void,
        onFailure: @escaping @EventLoop @Sendable (StandardStream, Int32) -> Void,
    ) {
        self.onFull = onFull
        self.onDrained = onDrained
        self.onFailure = onFailure
    }

    /// Whether more waits than should.
    package var isFull: Bool { waiting.withLock { $0 > OutputRelay.limit } }

    package func write(_ bytes: [UInt8], to stream: StandardStream) {
        let isFull = waiting.withLock { waiting in
            let wasBelow = waiting <= OutputRelay.limit
            waiting += bytes.count
            return wasBelow && waiting > OutputRelay.limit
        }
        if isFull { EventLoop.post(onFull) }
        queue.async { [self] in
            if let number = stream.write(bytes) { EventLoop.post { self.onFailure(stream, number) } }
            finished(bytes.count)
        }
    }

    private func finished(_ count: Int) {
        let isDrained = waiting.withLock { waiting in
            let wasFull = waiting > OutputRelay.limit
            waiting -= count
            return wasFull && waiting <= OutputRelay.limit
        }
        if isDrained { EventLoop.post(onDrained) }
    }

    /// Calls back when all that was handed over before is written, or cannot be; never, while a reader is stuck.
    package func whenWritten(_ written: @escaping @EventLoop @Sendable () -> Void) {
        queue.async { EventLoop.post(written) }
    }
}
