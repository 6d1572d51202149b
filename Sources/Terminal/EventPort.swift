import CLinux
import Glibc
import Synchronization

/// A mailbox from any thread to the terminal's loop, with a descriptor that wakes it.
///
/// Who posts decides what can be coalesced. The port only keeps memory bounded: past `capacity` everything that can be
/// asked for again is thrown away, and the loop hears how much was lost, so that the application can ask for the whole
/// state. Essential events stay; only when they alone fill half of the port, the oldest of them go too.
package final class EventPort<Event: Sendable>: Sendable {
    /// What has been posted since the last time, in order.
    package struct Batch: Sendable {
        package var events: [Event] = []
        /// Events thrown away among and before these.
        package var lostCount = 0

        package var isEmpty: Bool { events.isEmpty && lostCount == 0 }
    }

    let descriptor: Int32
    private let capacity: Int
    private let isEssential: @Sendable (Event) -> Bool
    private let pending = Mutex(Batch())

    /// An empty port in which so many events may wait, at least 2.
    ///
    /// - Parameter isEssential: Whether an event tells something that no later state would make up for.
    /// - Throws: `TerminalError.system` when the process has no descriptor left.
    package init(
        capacity: Int = 65_536,
        isEssential: @escaping @Sendable (Event) -> Bool = { _ in false },
    ) throws(TerminalError) {
        self.capacity = max(2, capacity)
        self.isEssential = isEssential
        descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard descriptor >= 0 else { throw .system(unsafe String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    /// Hands an event over, from any thread; wakes the loop if nothing was waiting.
    package func post(_ event: Event) {
        let wasEmpty = pending.withLock { batch in
            let wasEmpty = batch.isEmpty
            if batch.events.count >= capacity { thin(&batch) }
            batch.events.append(event)
            return wasEmpty
        }
        guard wasEmpty else { return }
        var one: UInt64 = 1
        _ = unsafe write(descriptor, &one, MemoryLayout<UInt64>.size)
    }

    private func thin(_ batch: inout Batch) {
        let kept = batch.events.filter(isEssential).suffix(capacity / 2)
        batch.lostCount += batch.events.count - kept.count
        batch.events = Array(kept)
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
