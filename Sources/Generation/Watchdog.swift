import CLinux
import Glibc
package import Networking

/// A process that outlives this one, however it ends, and then ends the commands it left behind.
///
/// It waits for the end of a pipe that only this process can write to, which the kernel closes for us.
@EventLoop
package final class Watchdog {
    /// How long to wait before it is started again, should somebody have ended it.
    private static let restartDelay: Duration = .seconds(1)

    private let command: [String]
    private let environment: [String]
    private var reading: Int32 = -1
    private var writing: Int32 = -1
    private var process: ChildProcess?
    private lazy var restart = LoopTimer { [weak self] in self?.start() }

    /// - Parameter command: What it runs: a program that calls `Watchdog.watch`.
    package init(_ command: [String], environment: [String]) {
        self.command = command
        self.environment = environment
        guard unsafe linux_pipe(&reading, &writing) == 0 else { return }
        start()
    }

    private func start() {
        process = try? ChildProcess(
            command,
            environment: environment,
            input: .descriptor(reading),
            onOutput: { _, _ in },
            onExit: { [weak self] _ in self?.restart.schedule(after: Watchdog.restartDelay) },
        )
        if process == nil { restart.schedule(after: Watchdog.restartDelay) }
    }

    /// The watchdog's own life: sleeps until the other end of its standard input is closed, and then ends what carries the mark.
    ///
    /// It hears no signal that asks it to end, for whoever ends it ends its server too.
    ///
    /// - Returns: Whether nobody is left.
    package nonisolated static func watch(mark: String, grace: Duration) -> Bool {
        for signal in [SIGINT, SIGTERM, SIGHUP] { _ = Glibc.signal(signal, SIG_IGN) }
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        while unsafe poll(&input, 1, -1) <= 0 {}
        return MarkedProcesses(mark: mark).end(grace: grace)
    }
}
