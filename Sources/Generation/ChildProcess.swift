import CLinux
import Glibc
package import Networking

/// How a command ended.
package enum ExitStatus: Sendable, Equatable {
    case exited(Int32)
    case signalled(Int32)
}

/// What became of a group of processes that was to end.
package enum GroupEnd: Sendable, Equatable {
    /// Nobody of it is left.
    case gone
    /// Somebody outlived SIGKILL: a process of another user, as under sudo, or one that the kernel holds.
    case outlived
}

/// A command that runs in a process group of its own, watched by the event loop.
///
/// Its output is handed on as it comes; its end is told once, after its output. Cancelling ends the whole group and waits until
/// nobody of it is left, or nobody who can be ended.
@EventLoop
package final class ChildProcess {
    /// What the command reads.
    package enum Input: Sendable {
        case nothing
        case inherited
        /// These bytes and then the end, whether or not it reads them.
        case bytes([UInt8])
        /// A descriptor that stays the caller's.
        case descriptor(Int32)
    }

    /// After the command's own end its pipes may be held open by processes it left behind; they are read this much longer.
    private static let drainTime: Duration = .milliseconds(200)
    /// How often a group that is being ended is looked at.
    private static let pollInterval: Duration = .milliseconds(20)
    /// How long a group is waited for after SIGKILL; who is left then will not go.
    private static let killTime: Duration = .seconds(2)

    private enum Phase {
        case running
        /// Cancelled: SIGTERM is out, and after the grace SIGKILL.
        case ending(killAt: Duration, completed: @EventLoop (GroupEnd) -> Void)
        case over
    }

    private let group: ProcessGroup
    private let onOutput: @EventLoop (StandardStream, [UInt8]) -> Void
    private let onExit: @EventLoop (ExitStatus) -> Void
    private var phase = Phase.running
    private var status: ExitStatus?
    private var pipes: [StandardStream: PipeReader] = [:]
    private var watcher: ExitWatcher?
    private lazy var timer = LoopTimer { [weak self] in self?.timePassed() }
    private var isExitTold = false

    /// Starts the command at once.
    ///
    /// - Parameters:
    ///   - arguments: The program, looked up in the PATH, and its arguments.
    ///   - environment: `NAME=value` of every variable.
    ///   - input: What it reads.
    ///   - onOutput: Called with what the command writes.
    ///   - onExit: Called once, when it has ended and its output has been handed on.
    /// - Throws: Why it could not be started; then nothing is called.
    package init(
        _ arguments: [String],
        environment: [String],
        input: Input,
        onOutput: @escaping @EventLoop (StandardStream, [UInt8]) -> Void,
        onExit: @escaping @EventLoop (ExitStatus) -> Void,
    ) throws(LaunchError) {
        ProcessGroup.adoptOrphans()
        let source = try InputSource(input, of: arguments.first ?? "")
        let spawned = try Spawn(arguments, environment: environment, input: source.descriptor)
        group = ProcessGroup(id: spawned.process)
        self.onOutput = onOutput
        self.onExit = onExit
        ProcessGroup.leaders.insert(spawned.process)
        pipes[.output] = PipeReader(spawned.output) { [weak self] in self?.received($0, from: .output) }
        pipes[.errors] = PipeReader(spawned.errors) { [weak self] in self?.received($0, from: .errors) }
        watcher = ExitWatcher(spawned) { [weak self] in self?.leaderEnded($0) }
    }

    /// Ends the group.
    ///
    /// It gets SIGTERM now and SIGKILL after the grace. Asked for again, SIGKILL comes at once.
    ///
    /// `completed` of the first request is called once nobody of the group is left, after `onExit`; or when somebody outlived
    /// SIGKILL, and then perhaps without `onExit`. When the end was told before, it is about what the command left behind.
    package func cancel(grace: Duration, completed: @escaping @EventLoop (GroupEnd) -> Void) {
        switch phase {
        case .running: break
        case .ending(let killAt, let earlier):
            phase = .ending(killAt: min(killAt, EventLoop.now), completed: earlier)
            return
        case .over: if group.isEmpty { return completed(.gone) }
        }
        phase = .ending(killAt: EventLoop.now + grace, completed: completed)
        group.signal(SIGTERM)
        group.signal(SIGCONT)
        timer.schedule(after: ChildProcess.pollInterval)
    }

    /// Takes note of the end of processes that left a command's group and became our children, so that they do not stay as zombies.
    ///
    /// Only where nobody else in this process has children.
    package static func reapStrays() { ProcessGroup.reapStrays() }

    /// Stops reading what the command writes, so that it waits too.
    package func pauseOutput() {
        for pipe in pipes.values { pipe.pause() }
    }

    package func resumeOutput() {
        for pipe in pipes.values { pipe.resume() }
    }

    /// Reads one stream no more, so that the command learns from its next write that nobody wants it.
    package func stopReading(_ stream: StandardStream) {
        guard let pipe = pipes.removeValue(forKey: stream) else { return }
        pipe.close()
        if pipes.isEmpty { tellExit() }
    }

    private func received(_ bytes: [UInt8]?, from stream: StandardStream) {
        if let bytes { return onOutput(stream, bytes) }
        pipes[stream] = nil
        if pipes.isEmpty { tellExit() }
    }

    private func leaderEnded(_ status: ExitStatus) {
        ProcessGroup.leaders.remove(group.id)
        self.status = status
        watcher = nil
        if case .running = phase { timer.schedule(after: ChildProcess.drainTime) }
        if pipes.isEmpty { tellExit() }
    }

    private func tellExit() {
        guard let status, !isExitTold else { return }
        isExitTold = true
        let left = pipes
        pipes = [:]
        for pipe in left.values { pipe.finish() }
        if case .running = phase {
            timer.cancel()
            phase = .over
        }
        onExit(status)
    }

    private func timePassed() {
        guard case .ending(let killAt, let completed) = phase else {
            return tellExit()
        }
        if status != nil {
            group.reapOrphans()
            if group.isEmpty { return finish(.gone, completed) }
        }
        if EventLoop.now >= killAt + ChildProcess.killTime { return finish(.outlived, completed) }
        if EventLoop.now >= killAt { group.signal(SIGKILL) }
        timer.schedule(after: ChildProcess.pollInterval)
    }

    private func finish(_ end: GroupEnd, _ completed: @EventLoop (GroupEnd) -> Void) {
        phase = .over
        tellExit()
        completed(end)
    }
}

/// Reads a pipe on the event loop until its end.
@EventLoop
private final class PipeReader: DescriptorHandler {
    private static let bytesPerRead = 64 << 10
    /// Reads at the end, more than empty a pipe; one who goes on writing is not listened to any longer.
    private static let lastReads = 16

    private let descriptor: Int32
    /// Called with nil at the end.
    private let received: @EventLoop ([UInt8]?) -> Void
    private var isOpen = true
    private var isAtEnd = false

    init(_ descriptor: Int32, received: @escaping @EventLoop ([UInt8]?) -> Void) {
        self.descriptor = descriptor
        self.received = received
        EventLoop.watch(descriptor, for: .reading, self)
    }

    func descriptorIsReady(_ readiness: Readiness) {
        if let bytes = readOnce() { return received(bytes) }
        guard isAtEnd else { return }
        close()
        received(nil)
    }

    /// Nil when there is nothing now, or nothing more.
    private func readOnce() -> [UInt8]? {
        var count = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: PipeReader.bytesPerRead) { buffer, filled in
            count = unsafe read(descriptor, buffer.baseAddress, buffer.count)
            filled = max(0, count)
        }
        isAtEnd = count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)
        return count > 0 ? bytes : nil
    }

    /// Hands on what is still in the pipe, paused or not, and closes it though others may hold it open.
    func finish() {
        for _ in 0..<PipeReader.lastReads {
            guard isOpen, let bytes = readOnce() else { break }
            received(bytes)
        }
        close()
    }

    func pause() {
        if isOpen { EventLoop.setInterest([], in: descriptor) }
    }

    func resume() {
        if isOpen { EventLoop.setInterest(.reading, in: descriptor) }
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        EventLoop.stopWatching(descriptor)
        Glibc.close(descriptor)
    }
}

/// Tells when a process has ended, and reaps it.
@EventLoop
private final class ExitWatcher: DescriptorHandler {
    private let process: pid_t
    private let descriptor: Int32
    private let ended: @EventLoop (ExitStatus) -> Void

    init(_ spawned: Spawn, ended: @escaping @EventLoop (ExitStatus) -> Void) {
        process = spawned.process
        descriptor = spawned.exit
        self.ended = ended
        EventLoop.watch(descriptor, for: .reading, self)
    }

    func descriptorIsReady(_ readiness: Readiness) {
        var status: Int32 = 0
        guard unsafe waitpid(process, &status, WNOHANG) == process else { return }
        EventLoop.stopWatching(descriptor)
        close(descriptor)
        let signal = linux_exit_signal(status)
        ended(signal == 0 ? .exited(linux_exit_code(status)) : .signalled(signal))
    }
}
