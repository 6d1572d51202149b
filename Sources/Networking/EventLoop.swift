import CLinux
import Glibc
import Synchronization

/// The one thread that owns every socket, pipe and timer of the process, as a global actor.
///
/// Whatever is marked `@EventLoop` runs on this thread, and the compiler sees to it. The thread's whole life is one job of the
/// actor's executor, `run()`: descriptors, timers and posted work are entered from it by plain calls, so nothing awaits and nothing
/// is checked per event. From another thread, `post` hands work over; `await` works too and suits tests and rare requests.
@globalActor
package actor EventLoop {
    package static let shared = EventLoop()
    static let executor = LoopExecutor()

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe EventLoop.executor.asUnownedSerialExecutor()
    }

    /// Runs work on the loop's thread, in the order posted.
    ///
    /// From any thread, the loop's own included.
    ///
    /// What a turn posts to itself runs at that turn's end: all that had arrived has been taken in, and nothing is sent yet.
    package nonisolated static func post(_ work: @escaping @EventLoop @Sendable () -> Void) {
        executor.post(work)
    }
}
