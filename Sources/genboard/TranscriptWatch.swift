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

    private let end: End
    /// Whether the connection is told on standard error, where the lines themselves do not tell it.
    private let tellsConnection: Bool
    private var tracks: [TranscriptTrack] = []
    private lazy var timer = LoopTimer { [weak self] in self?.write() }
    private lazy var absence = LoopTimer { [weak self] in self?.giveUpTheAbsent() }
    private var lastOutput: LoopTimer?
    private let relay = OutputRelay(
        onFull: { TranscriptWatch.current?.pause() },
        onDrained: { TranscriptWatch.current?.drained() },
        onFailure: { Console.outputFailed($1) },
    )

    /// From the main thread: watches until a signal comes, or until the program exits because there is nothing more to watch.
    nonisolated static func run(
        _ parts: [TranscriptPart],
        tellsConnection: Bool,
        until end: End,
        _ signals: Signals,
    ) -> Int32 {
        EventLoop.post { start(parts, tellsConnection: tellsConnection, until: end) }
        let signal = signals.wait()
        waitForLoop { finish in stop { finish(()) } }
        return signal == SIGINT || signal == SIGTERM ? ExitCode.success : 128 + signal
    }

    private static func start(_ parts: [TranscriptPart], tellsConnection: Bool, until end: End) {
        let watch = TranscriptWatch(tellsConnection, end)
        current = watch
        ReaderWatch.start()
        if end == .afterSnapshot { watch.absence.schedule(after: connectTime) }
        watch.tracks = parts.enumerated().map { place, part in
            TranscriptTrack(part, part.source.feed { [weak watch] in watch?.received($0, place) })
        }
        for track in watch.tracks {
            track.feed.watch()
            track.feed.start()
        }
    }

    /// Writes what is still to be written, and calls back.
    private static func stop(_ finished: @escaping @EventLoop @Sendable () -> Void) {
        guard let current else { return finished() }
        current.relay.whenWritten(finished)
        current.timer.cancel()
        current.lastOutput = LoopTimer { finished() }
        current.lastOutput?.schedule(after: lastOutputTime)
    }

    private init(_ tellsConnection: Bool, _ end: End) {
        self.tellsConnection = tellsConnection
        self.end = end
    }

    private func received(_ event: ProgressClient.Event, _ place: Int) {
        let track = tracks[place]
        switch event {
        case .connected:
            if tellsConnection, track.feed.isLive { Console.complain("connected to \(track.source)") }
        case .disconnected(let reason, nil): ended(track, because: reason)
        case .disconnected(let reason, let delay?): disconnected(track, because: reason, delay)
        default: break
        }
        track.add(event)
        if tracks.reduce(0, { $0 + $1.waitingCount }) > Backlog.limit {
            Console.complain("nobody reads the output; too much waits")
            exit(ExitCode.unreachable)
        }
        write()
    }

    private func disconnected(_ track: TranscriptTrack, because reason: String, _ delay: Duration) {
        if end == .afterSnapshot { return giveUp(track, reason) }
        guard tellsConnection, track.feed.isLive else { return }
        let seconds = Int((delay / .seconds(1)).rounded(.up))
        track.complain("disconnected: \(reason); trying again in \(seconds) s")
    }

    /// A feed that will not come back has nothing more to tell.
    private func ended(_ track: TranscriptTrack, because reason: String) {
        if reason != Replay.endReason { track.complain(reason) }
        track.end(reason == Replay.endReason ? ExitCode.success : ExitCode.failure)
    }

    private func giveUp(_ track: TranscriptTrack, _ reason: String) {
        guard track.exitCode == nil else { return }
        track.complain(reason)
        track.stop(ExitCode.unreachable)
    }

    private func giveUpTheAbsent() {
        for track in tracks where !track.wasConnected { giveUp(track, "no answer from the server in time") }
        write()
    }

    private func pause() {
        for track in tracks { track.feed.pause() }
    }

    private func drained() {
        for track in tracks { track.feed.resume() }
        write()
    }

    /// Writes all that is due, as far as the reader takes it, of each part in its turn.
    private func write() {
        var writing = tracks
        while !writing.isEmpty, !relay.isFull { writing = writing.filter(writeNext) }
        if relay.isFull { pause() }
        if tracks.allSatisfy(\.isOver) { return leave(tracks.compactMap(\.exitCode).max() ?? ExitCode.success) }
        keepTime()
    }

    /// Whether there was something to write.
    private func writeNext(_ track: TranscriptTrack) -> Bool {
        guard let (event, lines) = track.next() else { return false }
        write(lines)
        if case .tasks(_, more: false) = event, end == .afterSnapshot { track.stop(ExitCode.success) }
        return true
    }

    private func keepTime() {
        let live = tracks.filter(\.feed.isLive)
        for track in live {
            if let deadline = track.nextDeadline, deadline <= track.feed.time { write(track.linesAfterSilence()) }
        }
        guard let next = live.compactMap(\.nextDeadline).min() else { return }
        timer.schedule(after: .seconds(max(0, next - .now)))
    }

    private func write(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        relay.write(Array(lines.joined(separator: "\n").utf8) + [UInt8(ascii: "\n")], to: .output)
    }

    private func leave(_ code: Int32) {
        relay.whenWritten { exit(code) }
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
