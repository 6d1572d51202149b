import CLinux
import Glibc

/// Something that owns a descriptor and is told when the kernel has news of it.
@EventLoop
package protocol DescriptorHandler: AnyObject {
    /// The descriptor can be read, written, or has hung up or failed (then both are true: the next call tells).
    func descriptorIsReady(readable: Bool, writable: Bool)
}

/// What of a descriptor is waited for. Hang-ups and errors are always reported.
package struct Interest: OptionSet, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let reading = Interest(rawValue: EPOLLIN.rawValue)
    package static let writing = Interest(rawValue: EPOLLOUT.rawValue)
}

extension EventLoop {
    /// The moment this turn began. One clock reading serves a whole turn.
    @EventLoop package private(set) static var now = ContinuousClock.now

    @EventLoop private static let poller = Poller()
    @EventLoop private static let timers = TimerQueue()
    @EventLoop private static var publishing: [@EventLoop () -> Void] = []
    @EventLoop private static var unflushed: [Connection] = []

    /// Runs work once, when this turn has taken in all that had arrived, and before anything is sent.
    @EventLoop package static func atEndOfTurn(_ work: @escaping @EventLoop () -> Void) {
        publishing.append(work)
    }

    /// Sends what a connection has gathered, at the turn's very end: one system call, however many sends there were.
    @EventLoop static func flushAtEndOfTurn(_ connection: Connection) {
        unflushed.append(connection)
    }

    @EventLoop package static func watch(_ descriptor: Int32, for interest: Interest, _ handler: any DescriptorHandler) {
        poller.add(descriptor, interest, handler)
    }

    @EventLoop package static func setInterest(_ interest: Interest, in descriptor: Int32) {
        poller.change(descriptor, interest)
    }

    /// Must be called before the descriptor is closed.
    @EventLoop package static func stopWatching(_ descriptor: Int32) {
        poller.remove(descriptor)
    }

    @EventLoop static func add(_ timer: LoopTimer, at deadline: ContinuousClock.Instant) {
        timers.add(timer, at: deadline)
    }

    @EventLoop static func remove(_ timer: LoopTimer) {
        timers.remove(timer)
    }

    /// The loop: wait, take in everything, fire timers, then send. Never returns.
    @EventLoop static func run() {
        let mailbox = Mailbox()
        watch(executor.wakeDescriptor, for: .reading, mailbox)
        mailbox.empty()
        while true {
            poller.wait(until: mustContinue ? now : timers.nextDeadline)
            now = ContinuousClock.now
            poller.dispatch()
            timers.fire(until: now)
            endTurn()
        }
    }

    @EventLoop private static var mustContinue: Bool { !publishing.isEmpty || !unflushed.isEmpty }

    /// Publishing may bring more to publish and to send; what comes while flushing waits for the next turn.
    @EventLoop private static func endTurn() {
        while !publishing.isEmpty {
            let due = publishing
            publishing = []
            for work in due { work() }
        }
        let due = unflushed
        unflushed.removeAll(keepingCapacity: true)
        for connection in due { connection.flush() }
    }
}
