import Foundation
import Synchronization

/// A program that a test started: its input, its output as it comes, and its end, which is enforced.
///
/// Every wait has a bound; a wait that runs out fails with all that the program has printed.
final class RunningProgram: Sendable {
    /// How long a test waits for anything, on a machine that builds at the same time.
    static let patience: Duration = .seconds(15)

    /// One start at a time, so that no program inherits another's pipes and keeps them open.
    private static let starting = NSLock()

    private let process: Process
    private let input: Pipe
    private let output: CollectedOutput
    private let errors: CollectedOutput

    /// - Parameters:
    ///   - arguments: The executable's path and its arguments.
    ///   - environment: Added to the test's own environment.
    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        RunningProgram.starting.lock()
        defer { RunningProgram.starting.unlock() }
        process = Process()
        input = Pipe()
        output = CollectedOutput()
        errors = CollectedOutput()
        for pipe in [input, output.pipe, errors.pipe] {
            for end in [pipe.fileHandleForReading, pipe.fileHandleForWriting] {
                _ = fcntl(end.fileDescriptor, F_SETFD, FD_CLOEXEC)
            }
        }
        process.executableURL = URL(filePath: arguments[0])
        process.arguments = Array(arguments.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = input
        process.standardOutput = output.pipe
        process.standardError = errors.pipe
        try process.run()
        output.collect()
        errors.collect()
    }

    deinit {
        kill()
        endInput()
    }

    var processID: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }
    var standardOutput: String { output.text }
    var standardError: String { errors.text }

    /// The whole lines printed on standard output so far, from the given one on.
    func lines(from first: Int = 0) -> ArraySlice<String> { output.lines(from: first) }

    func send(text: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    }

    /// Gives the program the end of its standard input.
    func endInput() {
        try? input.fileHandleForWriting.close()
    }

    func signal(_ number: Int32) {
        if process.isRunning { Foundation.kill(process.processIdentifier, number) }
    }

    func kill() {
        signal(SIGKILL)
    }

    /// The program's exit code, or 128 and the number of the signal that ended it, as shells have it.
    func exitCode(within patience: Duration = RunningProgram.patience) async throws -> Int32 {
        try await wait("its end", within: patience) { process.isRunning ? nil : true }
        try await wait("the end of its output", within: patience) {
            output.isComplete && errors.isComplete ? true : nil
        }
        return process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    }

    /// The first line of standard output that `find` takes.
    @discardableResult
    func line<Value>(
        _ what: String,
        within patience: Duration = RunningProgram.patience,
        _ find: (String) -> Value?,
    ) async throws -> Value {
        try await wait(what, within: patience) { lines().lazy.compactMap(find).first }
    }

    @discardableResult
    private func wait<Value>(_ what: String, within patience: Duration, _ probe: () -> Value?) async throws -> Value {
        do {
            return try await waitFor(what, within: patience, probe)
        } catch {
            throw WaitError(what: "\(what) of \(process.arguments ?? [])", seen: standardOutput + standardError)
        }
    }
}

/// Asks again and again until there is an answer.
@discardableResult
func waitFor<Value>(
    _ what: String,
    within patience: Duration = RunningProgram.patience,
    every pause: Duration = .milliseconds(5),
    _ probe: () async throws -> Value?,
) async throws -> Value {
    let deadline = ContinuousClock.now + patience
    while true {
        if let value = try await probe() { return value }
        guard ContinuousClock.now < deadline else { throw WaitError(what: what, seen: "") }
        try await Task.sleep(for: pause)
    }
}

struct WaitError: Error, CustomStringConvertible {
    let what: String
    let seen: String

    var description: String { "waited in vain for \(what)\n\(seen)" }
}

/// What a program has written to one of its streams.
private final class CollectedOutput: Sendable {
    let pipe = Pipe()
    private let state = Mutex(State())

    private struct State {
        var bytes: [UInt8] = []
        var lines: [String] = []
        /// Where the line begins that is not whole yet.
        var lineStart = 0
        var isComplete = false

        mutating func append(_ data: Data) {
            isComplete = data.isEmpty
            bytes += data
            while let end = bytes[lineStart...].firstIndex(of: 0x0A) {
                lines.append(String(decoding: bytes[lineStart..<end], as: UTF8.self))
                lineStart = end + 1
            }
        }
    }

    /// Reads on a thread of its own until the last writer has closed the pipe.
    func collect() {
        Thread.detachNewThread { [self] in
            while true {
                let data = pipe.fileHandleForReading.availableData
                state.withLock { $0.append(data) }
                if data.isEmpty { return pipe.fileHandleForReading.closeFile() }
            }
        }
    }

    var isComplete: Bool { state.withLock { $0.isComplete } }
    var text: String { state.withLock { String(decoding: $0.bytes, as: UTF8.self) } }

    func lines(from first: Int) -> ArraySlice<String> { state.withLock { $0.lines.dropFirst(first) } }
}
