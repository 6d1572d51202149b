import Generation
import Glibc
import Networking

/// A real command and what has been seen of it, with waits that end.
@EventLoop
final class Command {
    struct TimedOut: Error {}

    private(set) var output: [UInt8] = []
    private(set) var errors: [UInt8] = []
    /// In the order they were told: `exit` and `released`.
    private(set) var ends: [String] = []
    private(set) var status: ExitStatus?
    private(set) var process: ChildProcess?
    private var condition: (@EventLoop () -> Bool)?
    private var waiter: CheckedContinuation<Void, any Error>?

    init(
        _ arguments: [String],
        environment: [String] = ["PATH=/usr/bin:/bin"],
        input: ChildProcess.Input = .nothing,
    ) throws(LaunchError) {
        process = try ChildProcess(
            arguments,
            environment: environment,
            input: input,
            onOutput: { [weak self] in self?.wrote($1, to: $0) },
            onExit: { [weak self] in self?.exited($0) },
        )
    }

    convenience init(script: String) throws(LaunchError) {
        try self.init(["sh", "-c", script])
    }

    /// Whole numbers that the command printed: the ids of processes it started.
    var numbers: [pid_t] { String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap { pid_t($0) } }

    func cancel(grace: Duration) {
        process?.cancel(grace: grace) { [self] _ in
            ends.append("released")
            changed()
        }
    }

    func exit() async throws -> ExitStatus? {
        try await until { self.status != nil }
        return status
    }

    func released() async throws {
        try await until { self.ends.contains("released") }
    }

    func printed(lines count: Int) async throws {
        try await until { self.output.count { $0 == UInt8(ascii: "\n") } >= count }
    }

    /// Comes back when the condition holds, looked at after each event; throws after 20 s.
    private func until(_ condition: @escaping @EventLoop () -> Bool) async throws {
        guard !condition() else { return }
        self.condition = condition
        let bound = LoopTimer { [self] in finish(.failure(TimedOut())) }
        bound.schedule(after: .seconds(20))
        defer { bound.cancel() }
        try await withCheckedThrowingContinuation { waiter = $0 }
    }

    private func finish(_ result: Result<Void, any Error>) {
        let waiter = waiter
        self.waiter = nil
        waiter?.resume(with: result)
    }

    private func changed() {
        if condition?() == true { finish(.success(())) }
    }

    private func wrote(_ bytes: [UInt8], to stream: StandardStream) {
        switch stream {
        case .output: output += bytes
        case .errors: errors += bytes
        }
        changed()
    }

    private func exited(_ status: ExitStatus) {
        self.status = status
        ends.append("exit")
        changed()
    }
}
