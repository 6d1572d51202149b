import JSON
import Networking
import ProgressModel

/// One command that works on one task, from its start until nothing is left of its process group.
@EventLoop
final class GeneratorRun {
    /// What a run tells of itself.
    struct Listener {
        let reported: @EventLoop (ProgressReport) -> Void
        /// It has exited by itself; something of its group may still be there, until `end` is called.
        let exited: @EventLoop (Verdict) -> Void
        /// Nothing is left of it; false where somebody outlived SIGKILL.
        let ended: @EventLoop (_ isGone: Bool) -> Void
    }

    private let grace: Duration
    private let listener: Listener
    private var child: ChildProcess?
    private var interpreter = OutputInterpreter()
    private var isEnding = false
    /// What the command itself said of its end.
    private var outcome: OutputInterpreter.Event?

    /// Starts the command at once; the listener is not called before this returns.
    init(_ generator: Generator, input: [UInt8], environment: [String], listener: Listener) throws(LaunchError) {
        grace = generator.grace
        self.listener = listener
        child = try ChildProcess(
            generator.command,
            environment: environment,
            input: .bytes(input),
            onOutput: { [weak self] in self?.received($1, from: $0) },
            onExit: { [weak self] in self?.exited($0) },
        )
    }

    /// Ends it and all it has started; asked for again, the grace is cut short.
    func end(isForced: Bool) {
        isEnding = true
        child?.cancel(grace: isForced ? .zero : grace) { [listener] end in listener.ended(end == .gone) }
    }

    /// Leaves a line among the last ones, which explain a failure.
    func note(_ line: String) {
        interpreter.keep(line)
    }

    private func received(_ bytes: [UInt8], from stream: StandardStream) {
        take(interpreter.receive(bytes, from: stream))
    }

    private func take(_ events: [OutputInterpreter.Event]) {
        for event in events {
            switch event {
            case .report(let report) where report.status?.isTerminal == true: outcome = .end(saidBy: report)
            case .report(let report): if !isEnding { listener.reported(report) }
            case .finished, .failed: outcome = event
            }
        }
    }

    private func exited(_ status: ExitStatus) {
        take(interpreter.finish())
        guard !isEnding else { return }
        listener.exited(Verdict(outcome, status, lastLines: interpreter.lastLines))
    }
}

extension OutputInterpreter.Event {
    /// The end that a report names, which counts once the command has exited, as its other words do.
    fileprivate static func end(saidBy report: ProgressReport) -> Self {
        guard report.status != .completed else { return .finished(result: report.details?["result"] ?? [:]) }
        return .failed(error: report.failure)
    }
}
