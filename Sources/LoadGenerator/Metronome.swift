import CLinux
import Glibc
import Networking

/// Ticks many times a second, far more evenly than the event loop's timers, which count in milliseconds.
@EventLoop
final class Metronome: DescriptorHandler {
    private let descriptor: Int32
    private let tick: @EventLoop () -> Void

    /// Starts at once.
    ///
    /// - Parameters:
    ///   - interval: Nanoseconds between two ticks.
    ///   - tick: Called once however many ticks were missed.
    init(every interval: UInt64, _ tick: @escaping @EventLoop () -> Void) {
        self.tick = tick
        descriptor = linux_metronome(Int64(clamping: interval))
        precondition(descriptor >= 0, "The kernel has no timer left: raise the limit of open files.")
        EventLoop.watch(descriptor, for: .reading, self)
    }

    func stop() {
        EventLoop.stopWatching(descriptor)
        close(descriptor)
    }

    func descriptorIsReady(_ readiness: Readiness) {
        var count: UInt64 = 0
        _ = unsafe read(descriptor, &count, MemoryLayout<UInt64>.size)
        tick()
    }
}
