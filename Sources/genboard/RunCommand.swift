import Arguments
import Foundation
import Generation
import JSON
import Networking
import ProgressClient
import ProgressModel
import Web

/// `genboard run -- CMD`: a command as a task that can be watched and cancelled.
struct RunCommand {
    private let arguments: [String]
    private let task: NewTask
    private let address: ServerAddress
    private let grace: Duration
    private let environment: [String: String]

    init(_ invocation: Invocation, environment: [String: String]) throws(UsageError) {
        arguments = invocation.all("COMMAND")
        task = NewTask(
            type: invocation["type"] ?? "command",
            title: String((invocation["title"] ?? arguments.joined(separator: " ")).prefix(300)),
        )
        address = try ServerAddress(invocation)
        grace = try invocation.duration("grace") ?? .seconds(5)
        self.environment = environment
    }

    /// Never returns: the process exits as the command does.
    func run() -> Int32 {
        let signals = Signals()
        EventLoop.post { TrackedRun.start(arguments, task, address, grace: grace, environment: environment) }
        while true {
            let number = signals.wait()
            EventLoop.post { TrackedRun.current?.interrupt(by: number) }
        }
    }
}

/// The command while it runs, its output on the way to the terminal, and its reports on the way to the server.
@EventLoop
private final class TrackedRun {
    static var current: TrackedRun?

    /// How long a reader of our output has for the rest of it after the task was cancelled.
    private static let lastOutputTime: Duration = .seconds(1)

    private let reporter: TaskReporter
    private let grace: Duration
    private let relay = OutputRelay(
        onFull: { TrackedRun.current?.child?.pauseOutput() },
        onDrained: { TrackedRun.current?.child?.resumeOutput() },
        onFailure: { TrackedRun.current?.outputFailed($0, $1) },
    )
    private var child: ChildProcess?
    private var interpreter = OutputInterpreter()
    private var status: ExitStatus?
    private var isCancelled = false
    /// The work is over; only the last word and the last output are still on their way.
    private var isEnding = false
    private var hasComplainedOfOutput = false
    private lazy var lastOutput = LoopTimer { [weak self] in self?.leave() }
    /// What the command itself said of its end.
    private var outcome: OutputInterpreter.Event?

    static func start(
        _ arguments: [String],
        _ task: NewTask,
        _ address: ServerAddress,
        grace: Duration,
        environment: [String: String],
    ) {
        let run = TrackedRun(task, address, grace: grace)
        current = run
        do throws(LaunchError) {
            try run.launch(arguments, environment: environment, address: address)
        } catch {
            Console.complain("\(error)")
            exit(error.exitCode)
        }
    }

    private init(_ task: NewTask, _ address: ServerAddress, grace: Duration) {
        self.grace = grace
        reporter = TaskReporter(
            task,
            at: address,
            onCancelled: { TrackedRun.current?.cancel(again: $0) },
            onRefusal: { TrackedRun.current?.complain($0) },
        )
    }

    private func launch(_ arguments: [String], environment: [String: String], address: ServerAddress)
        throws(LaunchError)
    {
        var variables = environment
        variables["GENBOARD_TASK_ID"] = reporter.taskID
        variables["GENBOARD_URL"] = address.description
        child = try ChildProcess(
            arguments,
            environment: variables.map { "\($0.key)=\($0.value)" },
            input: isatty(0) == 1 ? .nothing : .inherited,
            onOutput: { TrackedRun.current?.received($1, from: $0) },
            onExit: { TrackedRun.current?.exited($0) },
        )
        reporter.start()
        reporter.report(ProgressReport(status: .started))
    }

    private func received(_ bytes: [UInt8], from stream: StandardStream) {
        relay.write(bytes, to: stream)
        take(interpreter.receive(bytes, from: stream))
    }

    private func take(_ events: [OutputInterpreter.Event]) {
        for event in events {
            switch event {
            case .report(let report): reporter.report(report)
            case .finished, .failed: outcome = event
            }
        }
    }

    /// A complaint waits its turn behind the command's output, so that a reader who is stuck does not stop the loop.
    private func complain(_ sentence: String) {
        relay.write(Console.complaint(sentence), to: .errors)
    }

    /// Where nobody reads any more, the command learns it as it would without us: from the signal or the error of its next write.
    private func outputFailed(_ stream: StandardStream, _ number: Int32) {
        if number == EPIPE { child?.stopReading(stream) }
        guard number != EPIPE, stream == .output, !hasComplainedOfOutput else { return }
        hasComplainedOfOutput = true
        complain("cannot write the command's output, and drops it: \(unsafe String(cString: strerror(number)))")
    }

    /// Ctrl-C, SIGTERM or a closed terminal: the task is cancelled for all its watchers, and the command is ended here.
    func interrupt(by signal: Int32) {
        guard !isEnding else { return leave() }
        if !isCancelled {
            reporter.cancel(reason: signal == SIGINT ? "interrupted at its terminal" : "its terminal or session ended")
        }
        cancel(again: isCancelled)
    }

    /// - Parameter again: Do not wait for the grace any longer.
    private func cancel(again: Bool = false) {
        guard !isCancelled || again else { return }
        isCancelled = true
        child?.cancel(grace: grace) { TrackedRun.current?.ended($0) }
    }

    private func exited(_ status: ExitStatus) {
        self.status = status
        take(interpreter.finish())
        guard !isCancelled else { return }
        switch Verdict(outcome, status, lastLines: interpreter.lastLines) {
        case .completed(let result): end(.completed(result: result))
        case .failed(let error): end(.failed(error: error))
        }
    }

    /// The group was cancelled, and is gone or will not go.
    private func ended(_ end: GroupEnd) {
        if end == .outlived {
            complain("some processes could not be ended: they belong to another user, or the kernel holds them")
        }
        self.end(.released)
    }

    private func end(_ end: TaskEnd) {
        isEnding = true
        reporter.end(end) { [self] in
            relay.whenWritten { TrackedRun.current?.leave() }
            if isCancelled { lastOutput.schedule(after: TrackedRun.lastOutputTime) }
        }
    }

    private func leave() {
        exit(exitCode)
    }

    private var exitCode: Int32 {
        switch status {
        case .exited(let code): code
        case .signalled(let number): 128 + number
        case nil: ExitCode.failure
        }
    }
}
