import Networking

/// One task of the load: who reports on it, and how many hear of it.
@EventLoop
final class Feed {
    let taskID: String
    private let worker: LoadClient
    private var template: ReportTemplate
    private var sentCount = 0
    var subscriberCount = 0

    init(taskID: String, worker: LoadClient) {
        self.taskID = taskID
        self.worker = worker
        template = ReportTemplate(taskID: taskID)
    }

    func report(_ tally: Tally) {
        sentCount += 1
        worker.send(template.report(Stamp(sentAt: MonotonicClock.now, number: sentCount)))
        tally.sentReport(to: subscriberCount)
    }
}

/// Sends the reports of all tasks in turn, at a rate or as fast as they are delivered.
@EventLoop
final class ReportStream {
    /// Nanoseconds; at higher rates one tick sends several reports.
    private static let shortestTick: Double = 50_000

    /// When which report is due, by the monotonic clock.
    private struct Pace {
        let start: UInt64
        let interval: Double
        /// Counts of reports sent, at the beginning and at the end.
        let first: Int
        let end: Int
    }

    private let feeds: [Feed]
    private let tally: Tally
    private var next = 0
    private var pace: Pace?
    private var metronome: Metronome?
    private var finished: CheckedContinuation<Void, Never>?
    /// Events that may be on their way when reports are sent as fast as they are delivered.
    private var window = 0
    private(set) var sentCount = 0
    /// How late reports left after the moment they were due; what the generator owes.
    private(set) var lateness = LatencyHistogram()

    init(_ feeds: [Feed], _ tally: Tally) {
        self.feeds = feeds
        self.tally = tally
    }

    /// Begins to count anew.
    func reset() {
        sentCount = 0
        lateness = LatencyHistogram()
    }

    private func report() {
        feeds[next].report(tally)
        next = (next + 1) % feeds.count
        sentCount += 1
    }

    /// Sends at an even pace.
    ///
    /// - Parameters:
    ///   - rate: Reports a second.
    ///   - count: How many in all.
    func run(rate: Double, count: Int) async {
        let interval = 1_000_000_000 / rate
        pace = Pace(start: MonotonicClock.now, interval: interval, first: sentCount, end: sentCount + count)
        await withCheckedContinuation { continuation in
            finished = continuation
            metronome = Metronome(every: UInt64(max(interval, ReportStream.shortestTick))) {
                // At the turn's end: the stamp is written when everything has been read, just before the bytes leave.
                EventLoop.post { self.sendDue() }
            }
        }
    }

    private func sendDue() {
        guard let pace else { return }
        while sentCount < pace.end {
            let due = pace.start + UInt64(Double(sentCount - pace.first + 1) * pace.interval)
            let now = MonotonicClock.now
            guard now >= due else { return }
            lateness.record(now - due)
            report()
        }
        self.pace = nil
        metronome?.stop()
        metronome = nil
        finished?.resume()
        finished = nil
    }

    /// Sends as fast as the events come back.
    ///
    /// - Parameters:
    ///   - inFlight: How many reports may be on their way to their subscribers at any moment.
    ///   - seconds: For how long.
    func run(inFlight: Int, seconds: Double) async {
        window = inFlight * (feeds.first?.subscriberCount ?? 0)
        tally.eventsCame = { [weak self] in self?.fillWindow() }
        fillWindow()
        await pause(.milliseconds(Int64(seconds * 1000)))
        tally.eventsCame = nil
    }

    private func fillWindow() {
        while tally.unknown < window { report() }
    }
}

/// Waits on the event loop, which goes on meanwhile.
@EventLoop
func pause(_ duration: Duration) async {
    await withCheckedContinuation { continuation in
        let timer = LoopTimer { continuation.resume() }
        timer.schedule(after: duration)
    }
}
