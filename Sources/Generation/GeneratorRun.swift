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
        /// Nothing is left of its group; false where somebody outlived SIGKILL.
        let ended: @EventLoop (_ isGone: Bool) -> Void
    }

    /// Bytes that are read of a command in each span of time; one that writes more waits, and the event loop has time for others.
    private static let budget = 128 << 10
    private static let span: Duration = .milliseconds(100)

    private let grace: Duration
    private let listener: Listener
    private var child: ChildProcess?
    private var interpreter = OutputInterpreter()
    private var budget = GeneratorRun.budget
    private lazy var refill = LoopTimer { [weak self] in self?.readOn() }
    private var hasExited = false
    /// Whether it was ended before it exited by itself.
    private(set) var wasCutShort = false
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
        if !hasExited { wasCutShort = true }
        child?.cancel(grace: isForced ? .zero : grace) { [listener] end in listener.ended(end == .gone) }
    }

    /// Leaves a line among the last ones, which explain a failure.
    func note(_ line: String) {
        interpreter.keep(line)
    }

    private func received(_ bytes: [UInt8], from stream: StandardStream) {
        take(interpreter.receive(bytes, from: stream))
        budget -= bytes.count
        guard budget <= 0, !refill.isRunning else { return }
        child?.pauseOutput()
        refill.schedule(after: GeneratorRun.span)
    }

    private func readOn() {
        budget = GeneratorRun.budget
        child?.resumeOutput()
    }

    /// Of reports that came together the newest word of each kind counts, up to a change of status.
    private func take(_ events: [OutputInterpreter.Event]) {
        var gathered: ProgressReport?
        for event in events {
            guard case .report(var report) = event else {
                outcome = event
                continue
            }
            if report.status?.isTerminal == true {
                outcome = .end(saidBy: report)
                report = report.besidesItsEnd
            }
            if let earlier = gathered, earlier.status == report.status {
                gathered = earlier.followed(by: report)
            } else {
                tell(gathered)
                gathered = report
            }
        }
        tell(gathered)
    }

    private func tell(_ report: ProgressReport?) {
        if let report, !wasCutShort { listener.reported(report) }
    }

    private func exited(_ status: ExitStatus) {
        refill.cancel()
        take(interpreter.finish())
        guard !wasCutShort else { return }
        hasExited = true
        listener.exited(Verdict(outcome, status, lastLines: interpreter.lastLines))
    }
}

extension ProgressReport {
    /// The two as one.
    fileprivate func followed(by later: ProgressReport) -> ProgressReport {
        var report = later
        report.progress = later.progress ?? progress
        report.message = later.message ?? message
        report.details = later.details ?? details
        return report
    }

    /// What else is said by a report that names an end.
    fileprivate var besidesItsEnd: ProgressReport {
        var report = self
        report.status = nil
        report.details?["result"] = nil
        report.details?["error"] = nil
        if report.details?.isEmpty == true { report.details = nil }
        return report
    }
}

extension OutputInterpreter.Event {
    /// The end that a report names, which counts once the command has exited, as its other words do.
    fileprivate static func end(saidBy report: ProgressReport) -> Self {
        guard report.status == .completed else { return .failed(error: report.failure) }
        let result = report.details?["result"] ?? .null
        return .finished(result: result.isNull ? [:] : result.asResult)
    }
}
