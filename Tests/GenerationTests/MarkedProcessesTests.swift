import Foundation
import Generation
import Networking
import Testing

/// Finding the commands of a server that is gone.
@EventLoop
@Suite(.timeLimit(.minutes(2))) struct MarkedProcessesTests {
    private func exists(_ process: pid_t) -> Bool { kill(process, 0) == 0 }

    private func command(_ script: String, mark: String) throws(LaunchError) -> Command {
        try Command(
            ["sh", "-c", script],
            environment: ["PATH=/usr/bin:/bin", "\(MarkedProcesses.variable)=\(mark)", "OTHER=1"],
        )
    }

    /// On a thread of its own, for it waits.
    private func end(_ processes: MarkedProcesses, grace: Duration) async -> Bool {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: processes.end(grace: grace)) }
        }
    }

    @Test func `whoever carries the mark is ended, in whatever session, and nobody else`() async throws {
        let mark = MarkedProcesses.mark(outputs: "/tmp/x", life: "\(getpid())-1")
        let marked = try command("setsid sleep 300 & echo $!; sleep 300", mark: mark + ":a")
        let other = try command("echo $$; sleep 300", mark: mark + ":ab")
        try await marked.printed(lines: 1)
        try await other.printed(lines: 1)
        let isGone = await end(MarkedProcesses(mark: mark, taskID: "a"), grace: .seconds(5))
        #expect(isGone)
        #expect(try await marked.exit() == .signalled(SIGTERM))
        #expect(other.status == nil && exists(other.numbers[0]))
        other.cancel(grace: .zero)
        try await other.released()
    }

    @Test func `all lives of a state are found by what their marks begin with, also one that hears no SIGTERM`()
        async throws
    {
        let root = "/tmp/root-\(getpid())"
        let mark = MarkedProcesses.mark(MarkedProcesses.mark(outputs: root, life: "first"), taskID: "a")
        let marked = try command("trap '' TERM; echo $$; sleep 300", mark: mark)
        try await marked.printed(lines: 1)
        let isGone = await end(MarkedProcesses(outputs: root), grace: .milliseconds(50))
        #expect(isGone)
        #expect(try await marked.exit() == .signalled(SIGKILL))
        #expect(MarkedProcesses(outputs: root).end(grace: .zero), "there is nobody")
    }
}
