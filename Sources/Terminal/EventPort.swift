import CLinux
import Glibc
import Synchronization

/// A mailbox from any thread to the terminal's loop, with a descriptor that wakes it.
///
/// Who posts decides what can be coalesced. The port only keeps memory bounded: past `capacity` all that waits is
/// thrown away, and the loop hears how many were lost, so that the application can ask for the whole state again.
package final class EventPort<Event: Sendable>: Sendable {
    /// What has been posted since the last time, in order.
    package struct Batch: Sendable {
        package var events: [Event] = []
        /// Events thrown away before these.
        package var lostCount = 0

        package var isEmpty: Bool { events.isEmpty && lostCount == 0 }
    }

    let descriptor: Int32
    private let capacity: Int
    private let pending = Mutex(Batch())

    /// An empty port in which so many events may wait, at least 1.
    ///
    /// - Throws: `TerminalError.system` when the process has no descriptor left.
    package init(capacity: Int = 65_536) throws(TerminalError) {
        self.capacity = max(1, capacity)
        descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard descriptor >= 0 else { throw .system(unsafe String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    /// Hands an event over, from any thread; wakes the loop if nothing was waiting.
    package func post(_ event: Event) {
        let wasEmpty = pending.withLock { batch in
            let wasEmpty = batch.isEmpty
            if batch.events.count >= capacity {
                batch.lostCount += batch.events.count
                batch.events.removeAll()
            }
            batch.events.append(event)
            return wasEmpty
        }
        guard wasEmpty else { return }
        var one: UInt64 = 1
        _ = unsafe write(descriptor, &one, MemoryLayout<UInt64>.size)
    }

    /// Takes all that waits; for the loop's thread.
    package func take() -> Batch {
        var count: UInt64 = 0
        _ = unsafe read(descriptor, &count, MemoryLayout<UInt64>.size)
        return pending.withLock { batch in
            defer { batch = Batch() }
            return batch
        }
    }
}
