import CLinux
import Glibc
import Synchronization

/// The serial executor behind `EventLoop`: a mailbox, and the thread that empties it.
///
/// The thread starts with the first thing handed over and lives as long as the process.
final class LoopExecutor: SerialExecutor {
    enum Parcel: Sendable {
        case job(UnownedJob)
        case work(@EventLoop @Sendable () -> Void)
    }

    private struct State {
        var mailbox: [Parcel] = []
        var thread: pthread_t?
        /// The job that is `EventLoop.run()`; it runs first and never ends.
        var runJob: UnownedJob?
        var isRunning = false
    }

    private let state = Mutex(State())
    /// Readable while the mailbox holds something.
    let wakeDescriptor: Int32

    init() {
        wakeDescriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        precondition(wakeDescriptor >= 0, "The kernel has no eventfd left: raise the limit of open files.")
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        let isBootstrap = state.withLock { state in
            guard !state.isRunning, let thread = state.thread, pthread_equal(thread, pthread_self()) != 0 else {
                return false
            }
            state.runJob = unowned
            return true
        }
        if !isBootstrap { deliver(.job(unowned)) }
    }

    func post(_ work: @escaping @EventLoop @Sendable () -> Void) {
        deliver(.work(work))
    }

    /// Everything handed over so far; called by the loop once a turn.
    func takeMail() -> [Parcel] {
        state.withLock { state in
            defer { state.mailbox.removeAll(keepingCapacity: false) }
            return state.mailbox
        }
    }

    var hasMail: Bool { state.withLock { !$0.mailbox.isEmpty } }

    /// Wakes the loop only for the first parcel of a batch, and never from its own thread: it looks once a turn.
    private func deliver(_ parcel: Parcel) {
        let mustWake = state.withLock { state in
            state.mailbox.append(parcel)
            guard let thread = state.thread else {
                state.thread = startThread()
                return false
            }
            return state.mailbox.count == 1 && pthread_equal(thread, pthread_self()) == 0
        }
        if mustWake { wake() }
    }

    private func wake() {
        var one: UInt64 = 1
        _ = unsafe write(wakeDescriptor, &one, MemoryLayout<UInt64>.size)
    }

    func silenceAlarm() {
        var count: UInt64 = 0
        _ = unsafe read(wakeDescriptor, &count, MemoryLayout<UInt64>.size)
    }

    /// Called with the lock held; the new thread waits for it before it looks at anything.
    private func startThread() -> pthread_t {
        var thread = pthread_t()
        let failure = unsafe pthread_create(
            &thread,
            nil,
            { _ in
                EventLoop.executor.runThread()
                return nil
            },
            nil,
        )
        precondition(failure == 0, "The event loop's thread could not start: the limit of threads is reached.")
        return thread
    }

    /// The thread's body: the loop itself becomes the executor's first job, so that all it calls is isolated by the compiler.
    private func runThread() {
        Task.detached { @EventLoop in EventLoop.run() }
        let job = state.withLock { state in
            state.isRunning = true
            return state.runJob
        }
        if let job { unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
    }
}

extension LoopExecutor {
    private var isCurrent: Bool {
        state.withLock { state in
            guard let thread = state.thread else { return false }
            return pthread_equal(thread, pthread_self()) != 0
        }
    }

    func isIsolatingCurrentContext() -> Bool? { isCurrent }

    func checkIsolated() {
        precondition(isCurrent, "This belongs to the event loop's thread; hand it over with EventLoop.post.")
    }
}
