import Foundation
import Generation
import Networking
import ProgressClient
import ProgressModel
import Transcript

/// The faces without a screen: what a feed says, written to standard output line by line.
@EventLoop
final class TranscriptWatch {
    /// When it ends by itself.
    enum End: Sendable {
        case never
        /// After the first whole snapshot.
        case afterSnapshot
    }

    /// How long the first connection may take where one look is all that is wanted.
    private static let connectTime: Duration = .seconds(5)
    /// How long a reader has for the last lines after a signal.
    private static let lastOutputTime: Duration = .seconds(1)

    private static var current: TranscriptWatch?

    private let source: FeedSource
    private let end: End
    /// Whether the connection is told on standard error, where the lines themselves do not tell it.
    private let tellsConnection: Bool
    private var transcript: any Transcript
    private var backlog = Backlog()
    private lazy var feed = source.feed { [weak self] in self?.received($0) }
    private lazy var timer = LoopTimer { [weak self] in self?.write() }
    private lazy var absence = LoopTimer { [weak self] in self?.giveUp("no answer from the server in time") }
    private var lastOutput: LoopTimer?
    /// What to exit with once all is written; nil while more may come.
    private var exitCode: Int32?
    /// The one snapshot that was wanted is written.
    private var isComplete = false
    private let relay = OutputRelay(
        onFull: { TranscriptWatch.current?.feed.pause() },
        onDrained: { TranscriptWatch.current?.drained() },
        onFailure: { Console.outputFailed($1) },
    )

    /// From the main thread: watches until a signal comes, or until the program exits because there is nothing more to watch.
    nonisolated static func run(
        _ source: FeedSource,
        as transcript: any Transcript,
        tellsConnection: Bool,
        until end: End,
        _ signals: Signals,
    ) -> Int32 {
        EventLoop.post { start(source, as: transcript, tellsConnection: tellsConnection, until: end) }
        let signal = signals.wait()
        waitForLoop { finish in stop { finish(()) } }
        return signal == SIGINT || signal == SIGTERM ? ExitCode.success : 128 + signal
    }

    private static func start(
        _ source: FeedSource,
        as transcript: any Transcript,
        tellsConnection: Bool,
        until end: End,
    ) {
        let watch = TranscriptWatch(source, transcript, tellsConnection, end)
        current = watch
        ReaderWatch.start()
        if end == .afterSnapshot { watch.absence.schedule(after: connectTime) }
        watch.feed.watch()
        watch.feed.start()
    }

    /// Writes what is still to be written, and calls back.
    private static func stop(_ finished: @escaping @EventLoop @Sendable () -> Void) {
        guard let current else { return finished() }
        current.relay.whenWritten(finished)
        current.timer.cancel()
        current.lastOutput = LoopTimer { finished() }
        current.lastOutput?.schedule(after: lastOutputTime)
    }

    private init(_ source: FeedSource, _ transcript: any Transcript, _ tellsConnection: Bool, _ end: End) {
        self.source = source
        self.transcript = transcript
        self.tellsConnection = tellsConnection
        self.end = end
    }

    private func received(_ event: ProgressClient.Event) {
        switch event {
        case .connected:
            absence.cancel()
            if tellsConnection, feed.isLive { Console.complain("connected to \(source)") }
        case .disconnected(let reason, nil): return ended(because: reason)
        case .disconnected(let reason, let delay?):
            if end == .afterSnapshot { return giveUp(reason) }
            let seconds = Int((delay / .seconds(1)).rounded(.up))
            if tellsConnection, feed.isLive {
                Console.complain("disconnected: \(reason); trying again in \(seconds) s")
            }
        default: break
        }
        backlog.add(event)
        if backlog.isOverfull { giveUp("nobody reads the output; too much waits") }
        write()
    }

    /// A feed that will not come back has nothing more to tell.
    private func ended(because reason: String) {
        if reason != Replay.endReason { Console.complain(reason) }
        exitCode = reason == Replay.endReason ? ExitCode.success : ExitCode.failure
        write()
    }

    private func drained() {
        feed.resume()
        write()
    }

    /// Writes all that is due, as far as the reader takes it.
    private func write() {
        while !isComplete, !relay.isFull, let event = backlog.popFirst() {
            write(transcript.lines(for: event, at: feed.time))
            if case .tasks(_, more: false) = event, end == .afterSnapshot { isComplete = true }
        }
        if relay.isFull { feed.pause() }
        if isComplete { return leave(ExitCode.success) }
        if let exitCode, backlog.isEmpty { return leave(exitCode) }
        if feed.isLive { keepTime() }
    }

    private func keepTime() {
        guard let deadline = transcript.nextDeadline else { return }
        if deadline <= feed.time { write(transcript.timePassed(feed.time)) }
        guard let next = transcript.nextDeadline else { return }
        timer.schedule(after: .seconds(max(0, next - feed.time)))
    }

    private func write(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        relay.write(Array(lines.joined(separator: "\n").utf8) + [UInt8(ascii: "\n")], to: .output)
    }

    private func leave(_ code: Int32) {
        relay.whenWritten { exit(code) }
    }

    private func giveUp(_ reason: String) {
        Console.complain(reason)
        exit(ExitCode.unreachable)
    }
}

/// Ends the program when nobody reads its standard output any more, also while there is nothing to print.
@EventLoop
private final class ReaderWatch: DescriptorHandler {
    /// A file cannot be watched, and need not be.
    static func start() {
        EventLoop.watch(STDOUT_FILENO, for: [], ReaderWatch())
    }

    /// Asked for nothing, the kernel tells of a hang-up only.
    func descriptorIsReady(_ readiness: Readiness) {
        Console.outputFailed(EPIPE)
    }
}
