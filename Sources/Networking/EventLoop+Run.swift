import CLinux
import Glibc

/// Something that owns a descriptor and is told when the kernel has news of it.
@EventLoop
package protocol DescriptorHandler: AnyObject {
    func descriptorIsReady(_ readiness: Readiness)
}

/// What the kernel has to say of a descriptor.
package struct Readiness: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let readable = Readiness(rawValue: 1)
    package static let writable = Readiness(rawValue: 2)
    /// The peer will send no more.
    package static let hungUp = Readiness(rawValue: 4)

    /// A broken descriptor counts as readable and writable: the next call on it tells what is wrong.
    init(events: UInt32) {
        let isBroken = events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
        let isHungUp = events & (EPOLLHUP.rawValue | EPOLLRDHUP.rawValue) != 0
        self = isHungUp ? .hungUp : []
        if isBroken || events & (EPOLLIN.rawValue | EPOLLRDHUP.rawValue) != 0 { insert(.readable) }
        if isBroken || events & EPOLLOUT.rawValue != 0 { insert(.writable) }
    }
}

/// What of a descriptor is waited for.
///
/// Hang-ups and errors are always reported.
package struct Interest: OptionSet, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let reading = Interest(rawValue: EPOLLIN.rawValue | EPOLLRDHUP.rawValue)
    package static let writing = Interest(rawValue: EPOLLOUT.rawValue)
}

extension EventLoop {
    /// The moment this turn began, as the time since the machine started.
    ///
    /// One clock reading serves a whole turn. A plain `Duration` has a layout that the compiler knows, which the instants of
    /// `ContinuousClock` have not: whatever holds one of those is copied field by field through tables at run time.
    @EventLoop package private(set) static var now = readClock()

    @EventLoop private static let poller = Poller()
    @EventLoop private static let timers = TimerQueue()
    @EventLoop private static var unflushed: [Connection] = []

    /// Sends what a connection has gathered, at the turn's very end: one system call, however many sends there were.
    @EventLoop static func flushAtEndOfTurn(_ connection: Connection) {
        unflushed.append(connection)
    }

    @EventLoop package static func watch(_ descriptor: Int32, for interest: Interest, _ handler: any DescriptorHandler)
    {
        poller.add(descriptor, interest, handler)
    }

    @EventLoop package static func setInterest(_ interest: Interest, in descriptor: Int32) {
        poller.change(descriptor, interest)
    }

    /// Must be called before the descriptor is closed.
    @EventLoop package static func stopWatching(_ descriptor: Int32) {
        poller.remove(descriptor)
    }

    @EventLoop static func add(_ timer: LoopTimer, at deadline: Duration) {
        timers.add(timer, at: deadline)
    }

    @EventLoop static func remove(_ timer: LoopTimer) {
        timers.remove(timer)
    }

    /// The loop: wait, take in everything, fire timers, run what was posted, then send.
    ///
    /// Never returns.
    @EventLoop static func run() {
        watch(executor.wakeDescriptor, for: .reading, Alarm())
        while true {
            poller.wait(until: executor.hasMail || !unflushed.isEmpty ? now : timers.nextDeadline)
            now = readClock()
            poller.dispatch()
            timers.fire(until: now)
            runMail()
            flush()
        }
    }

    /// Time that never goes back, and goes on while the machine sleeps.
    static func readClock() -> Duration {
        var time = timespec()
        unsafe clock_gettime(CLOCK_BOOTTIME, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// Runs what had been handed over by now; what that hands over in turn waits for the next turn.
    @EventLoop private static func runMail() {
        for parcel in executor.takeMail() {
            switch parcel {
            case .job(let job): unsafe job.runSynchronously(on: executor.asUnownedSerialExecutor())
            case .work(let work): work()
            }
        }
    }

    @EventLoop private static func flush() {
        let due = unflushed
        unflushed.removeAll(keepingCapacity: true)
        for connection in due { connection.flush() }
    }
}

/// The loop's wake descriptor; its mail is looked at every turn anyway.
@EventLoop
private final class Alarm: DescriptorHandler {
    func descriptorIsReady(_ readiness: Readiness) {
        EventLoop.executor.silenceAlarm()
    }
}
