import JSON
import Networking

/// Reports sent by workers, and the events that come of them at the subscribers: the scenarios about events.
@EventLoop
final class DeliveryRun {
    /// Connections that reports come from at most; more tasks than that share them.
    private static let workerLimit = 50
    /// Seconds of the same load before anything is counted.
    private static let warmUp = 0.5
    /// When no event has come for this long, in nanoseconds, what is still missing is lost.
    private static let quietTime: UInt64 = 2_000_000_000

    private let load: Load
    private let target: Target
    private let tally = Tally()
    private let crowd: Crowd
    private var workers: [LoadClient] = []
    private var feeds: [Feed] = []

    init(_ load: Load, _ target: Target) {
        self.load = load
        self.target = target
        crowd = Crowd(target.address, tally)
    }

    func run() async throws(LoadError) -> Measurement {
        var measurement = Measurement(load)
        try await createTasks()
        let meter = target.process.map(ProcessMeter.init)
        measurement.memoryBefore = meter?.residentKiB
        try await subscribe()
        let stream = ReportStream(feeds, tally)
        await send(stream, seconds: min(DeliveryRun.warmUp, load.seconds))
        await drain()
        tally.reset()
        stream.reset()
        let watch = Stopwatch(meter)
        await send(stream, seconds: load.seconds)
        await drain()
        watch.stop(&measurement, at: tally.lastDelivery)
        measurement.memoryAfter = meter?.residentKiB
        measurement.connections = load.subscribers
        fill(&measurement, from: stream)
        crowd.close()
        for worker in workers { worker.close() }
        return measurement
    }

    private func fill(_ measurement: inout Measurement, from stream: ReportStream) {
        measurement.expected = tally.expected
        measurement.done = tally.delivered
        measurement.outOfOrder = tally.outOfOrder
        measurement.unknown = tally.unknown
        measurement.latency = tally.latency
        measurement.bytesPerEvent = tally.delivered > 0 ? Double(tally.byteCount) / Double(tally.delivered) : nil
        measurement.generator.lateness = stream.lateness.percentile(0.99)
        measurement.failure = tally.firstRefusal.map { "the server refused \(tally.refusals) reports: \($0)" }
    }

    private func createTasks() async throws(LoadError) {
        for _ in 0..<min(load.tasks, DeliveryRun.workerLimit) {
            let worker = LoadClient(target.address, tally)
            try await worker.open()
            workers.append(worker)
        }
        for number in 0..<load.tasks {
            let worker = workers[number % workers.count]
            feeds.append(Feed(taskID: try await worker.createTask(number), worker: worker))
        }
    }

    private func subscribe() async throws(LoadError) {
        try await crowd.open(load.subscribers) { number, client throws(LoadError) in
            let feed = self.feeds[number % self.feeds.count]
            try await client.call("join", ["task_id": .string(feed.taskID)])
            feed.subscriberCount += 1
        }
    }

    private func send(_ stream: ReportStream, seconds: Double) async {
        if load.scenario == .saturation {
            await stream.run(inFlight: load.inFlight, seconds: seconds)
        } else {
            await stream.run(rate: load.rate, count: max(1, Int(load.rate * seconds)))
        }
    }

    /// Waits for what is still on its way.
    private func drain() async {
        let stopped = MonotonicClock.now
        while !tally.isUpToDate, MonotonicClock.now - max(stopped, tally.lastDelivery) < DeliveryRun.quietTime {
            await pause(.milliseconds(2))
        }
    }
}

/// Wall time, the server's processor time and the generator's own, from one moment to another.
struct Stopwatch {
    private let meter: ProcessMeter?
    private let start = MonotonicClock.now
    private let serverStart: UInt64?
    private let ownStart = ProcessorClock.time(of: 0)

    init(_ meter: ProcessMeter?) {
        self.meter = meter
        serverStart = meter?.processorTime
    }

    /// - Parameter end: When what was measured ended, by the monotonic clock; now, when nil.
    func stop(_ measurement: inout Measurement, at end: UInt64? = nil) {
        let now = MonotonicClock.now
        let end = end ?? now
        measurement.seconds = end > start ? Double(end - start) / 1e9 : 0
        if let serverStart, let serverEnd = meter?.processorTime, serverEnd >= serverStart {
            measurement.serverTime = Double(serverEnd - serverStart) / 1e9
        }
        if let ownStart, let ownEnd = ProcessorClock.time(of: 0), now > start {
            measurement.generator.busy = Double(ownEnd - ownStart) / Double(now - start)
        }
    }
}
