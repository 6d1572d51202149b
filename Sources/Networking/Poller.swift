import CLinux
import Glibc

/// The epoll instance: which handler each descriptor belongs to, and what the kernel last said.
@EventLoop
final class Poller {
    private struct Entry {
        var handler: (any DescriptorHandler)?
        /// Tells a descriptor from a later one with the same number, within one batch of events.
        var generation: UInt32 = 0
    }

    /// Events taken from the kernel at a time; more wait in the kernel for the next turn.
    private static let batch = 512

    private let descriptor: Int32
    private var entries: [Entry] = []
    private var events = [linux_event](repeating: linux_event(), count: Poller.batch)
    private var readyCount = 0

    init() {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        precondition(descriptor >= 0, "The kernel has no epoll instance left: raise the limit of open files.")
    }

    func add(_ descriptor: Int32, _ interest: Interest, _ handler: any DescriptorHandler) {
        let place = Int(descriptor)
        while entries.count <= place { entries.append(Entry()) }
        entries[place].handler = handler
        entries[place].generation &+= 1
        control(EPOLL_CTL_ADD, descriptor, interest)
    }

    func change(_ descriptor: Int32, _ interest: Interest) {
        control(EPOLL_CTL_MOD, descriptor, interest)
    }

    func remove(_ descriptor: Int32) {
        guard entries.indices.contains(Int(descriptor)), entries[Int(descriptor)].handler != nil else { return }
        entries[Int(descriptor)].handler = nil
        entries[Int(descriptor)].generation &+= 1
        control(EPOLL_CTL_DEL, descriptor, [])
    }

    private func control(_ operation: Int32, _ descriptor: Int32, _ interest: Interest) {
        let token = UInt64(UInt32(bitPattern: descriptor)) | UInt64(entries[Int(descriptor)].generation) << 32
        _ = linux_epoll_control(self.descriptor, operation, descriptor, interest.rawValue, token)
    }

    /// Sleeps until the kernel has news or the deadline has come; without a deadline, until there is news.
    func wait(until deadline: Duration?) {
        let count = unsafe linux_epoll_wait(descriptor, &events, Int32(Poller.batch), milliseconds(until: deadline))
        readyCount = max(0, Int(count))
    }

    /// Rounded up, lest the loop spins through the last fraction of a millisecond.
    private func milliseconds(until deadline: Duration?) -> Int32 {
        guard let deadline else { return -1 }
        let remaining = deadline - EventLoop.readClock()
        guard remaining > .zero else { return 0 }
        let (seconds, attoseconds) = remaining.components
        guard seconds < 1_000_000 else { return 1_000_000_000 }
        return Int32(seconds * 1000) + Int32((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }

    /// Tells each handler what there is for it, in the order in which it came.
    func dispatch() {
        for event in events.prefix(readyCount) {
            let entry = entries[Int(event.token & 0xFFFF_FFFF)]
            guard entry.generation == UInt32(event.token >> 32), let handler = entry.handler else { continue }
            handler.descriptorIsReady(Readiness(events: event.events))
        }
        readyCount = 0
    }
}
