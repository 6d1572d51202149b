import CLinux
import Glibc

/// Who reads what a connection receives.
///
/// Held by the connection until it has closed.
@EventLoop
package protocol ConnectionDelegate: AnyObject {
    /// Bytes have come; they are only valid during the call.
    func received(_ bytes: Span<UInt8>, from connection: Connection)
    /// The peer will send no more; it may still be reading.
    func receivedEnd(from connection: Connection)
    /// Everything handed to `send` has left; called once for each `notifyWhenDrained`.
    func drained(_ connection: Connection)
    /// The connection is gone, whoever ended it. Called exactly once, and last.
    func closed(_ connection: Connection, because reason: CloseReason)
}

/// Why a connection ended.
package enum CloseReason: String, Sendable, CaseIterable {
    /// We closed it after sending all there was.
    case finished
    /// The peer closed it or its machine went away.
    case peer
    /// It read so slowly that more than `Connection.pendingLimit` bytes were waiting, or stopped reading before we could finish.
    case slowReader = "slow_reader"
    /// We dropped it without sending what was waiting.
    case aborted
}

/// One TCP connection, on the event loop.
///
/// `send` gathers; the bytes leave at the end of the loop's turn in one system call. Reading goes through one buffer that all
/// connections share, so an idle connection costs no buffer at all.
@EventLoop
package final class Connection: DescriptorHandler {
    /// Bytes that may wait for a peer that does not read.
    ///
    /// With one more it takes nothing further, and is closed as `slowReader` at the end of the turn.
    package static let pendingLimit = 16 << 20
    /// Bytes gathered for one system call, and read by one.
    private static let bufferSize = 64 << 10
    /// How long a peer that we are closing may read nothing of what waits, and then has to close its side after ours.
    private static let closingTime: Duration = .seconds(5)

    /// Connections of this process that have not closed yet, whoever began them.
    package private(set) static var openCount = 0

    @EventLoop private static var readBuffer = [UInt8](repeating: 0, count: bufferSize)
    @EventLoop private static var sendBuffer: [UInt8] = []

    private enum Phase {
        case open
        /// `finish` was called: what waits is sent, then our side is closed. The timer fires when nothing leaves.
        case finishing(LoopTimer)
        /// Our side is closed; input is thrown away until the peer closes too or the timer fires.
        case lingering(LoopTimer)
        case closed
    }

    package let peer: SocketAddress
    package var delegate: (any ConnectionDelegate)?
    private let descriptor: Int32
    private var phase = Phase.open
    private var queue = SendQueue()
    private var isFlushScheduled = false
    private var isReadingPaused = false
    private var hasReceivedEnd = false
    private var notifiesWhenDrained = false
    /// Bytes were refused, so nothing that follows would make sense to the peer.
    private var hasOverflowed = false
    private var interest: Interest = .reading

    init(descriptor: Int32, peer: SocketAddress) {
        self.descriptor = descriptor
        self.peer = peer
        Connection.openCount += 1
        EventLoop.watch(descriptor, for: interest, self)
    }

    package var isOpen: Bool {
        if case .open = phase { true } else { false }
    }

    /// Bytes handed to `send` that have not left yet.
    package var pendingBytes: Int { queue.byteCount }

    /// Whether the kernel took less than it was given last time: the peer reads more slowly than we send.
    package var isBlocked: Bool { interest.contains(.writing) }

    /// Queues bytes for the end of this turn.
    ///
    /// Ignored once the connection is finishing or closed.
    package func send(_ bytes: [UInt8]) {
        guard case .open = phase, !hasOverflowed else { return }
        queue.append(bytes)
        hasOverflowed = queue.byteCount > Connection.pendingLimit
        scheduleFlush()
    }

    /// Asks for one call of the delegate's `drained`, when everything handed over so far and until then has left.
    package func notifyWhenDrained() {
        notifiesWhenDrained = true
        scheduleFlush()
    }

    /// Sends what waits, closes our side, and waits a moment for the peer to do the same.
    package func finish() {
        guard case .open = phase else { return }
        phase = .finishing(LoopTimer { [weak self] in self?.closingTimePassed() })
        scheduleFlush()
    }

    /// Closes at once; what waits is lost.
    package func abort() {
        close(because: .aborted)
    }

    /// Stops taking bytes from the kernel, so that the peer is slowed down; `resumeReading` goes on.
    package func pauseReading() {
        isReadingPaused = true
        updateInterest()
    }

    package func resumeReading() {
        isReadingPaused = false
        updateInterest()
    }

    package func descriptorIsReady(_ readiness: Readiness) {
        if readiness.contains(.writable) { flush() }
        guard readiness.contains(.readable) else { return }
        // Of a peer that has gone all is read at once, its end included: what it gave up must not outlive what comes
        // next on another connection.
        while read(), readiness.contains(.hungUp) {}
    }
}

extension Connection {
    private func scheduleFlush() {
        guard !isFlushScheduled else { return }
        isFlushScheduled = true
        EventLoop.flushAtEndOfTurn(self)
    }

    /// Sends until the queue is empty or the kernel takes no more.
    func flush() {
        isFlushScheduled = false
        if case .closed = phase { return }
        while !queue.isEmpty {
            let count = queue.withNextBytes(gatheredIn: &Connection.sendBuffer, atMost: Connection.bufferSize) {
                bytes in
                unsafe bytes.withUnsafeBytes {
                    unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
            }
            if count > 0 {
                queue.removeSent(count)
            } else if errno == EAGAIN || errno == EINTR {
                break
            } else {
                return close(because: .peer)
            }
        }
        afterFlush()
    }

    private func afterFlush() {
        if hasOverflowed { return close(because: .slowReader) }
        updateInterest()
        if case .finishing(let timer) = phase {
            timer.schedule(after: Connection.closingTime)
            if queue.isEmpty { closeOurSide(timer) }
        } else if notifiesWhenDrained, queue.isEmpty {
            notifiesWhenDrained = false
            delegate?.drained(self)
        }
    }

    private func closingTimePassed() {
        close(because: queue.isEmpty ? .finished : .slowReader)
    }

    private func closeOurSide(_ timer: LoopTimer) {
        if hasReceivedEnd { return close(because: .finished) }
        shutdown(descriptor, Int32(SHUT_WR))
        phase = .lingering(timer)
        isReadingPaused = false
        updateInterest()
    }

    private func updateInterest() {
        if case .closed = phase { return }
        var wanted: Interest = isReadingPaused || hasReceivedEnd ? [] : .reading
        if !queue.isEmpty { wanted.insert(.writing) }
        guard wanted != interest else { return }
        interest = wanted
        EventLoop.setInterest(wanted, in: descriptor)
    }

    /// True when something came, and more may follow.
    private func read() -> Bool {
        if case .closed = phase { return false }
        let count = unsafe Connection.readBuffer.withUnsafeMutableBytes { buffer in
            unsafe Glibc.recv(descriptor, buffer.baseAddress, buffer.count, 0)
        }
        if count > 0 {
            deliver(count)
        } else if count == 0 {
            receiveEnd()
        } else if errno != EAGAIN && errno != EINTR {
            close(because: .peer)
        }
        return count > 0 && !isReadingPaused
    }

    private func deliver(_ count: Int) {
        guard case .open = phase else { return }  // Whoever is finishing has heard enough.
        // The buffer is taken out of its place while it is lent, so that nothing read meanwhile can overwrite it.
        var buffer: [UInt8] = []
        swap(&buffer, &Connection.readBuffer)
        delegate?.received(buffer.span.extracting(first: count), from: self)
        swap(&buffer, &Connection.readBuffer)
    }

    private func receiveEnd() {
        // Nothing is waited for after the end, so only a connection that is broken comes here again.
        if hasReceivedEnd { return close(because: .peer) }
        hasReceivedEnd = true
        if case .lingering = phase { return close(because: .finished) }
        updateInterest()
        delegate?.receivedEnd(from: self)
    }

    private func close(because reason: CloseReason) {
        if case .closed = phase { return }
        switch phase {
        case .finishing(let timer), .lingering(let timer): timer.cancel()
        case .open, .closed: break
        }
        phase = .closed
        Connection.openCount -= 1
        queue = SendQueue()
        EventLoop.stopWatching(descriptor)
        Glibc.close(descriptor)
        let owner = delegate
        delegate = nil
        owner?.closed(self, because: reason)
    }
}
