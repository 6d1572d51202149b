import JSON
import Networking

/// Clients that come, stay, or come and go: the scenarios about connections.
@EventLoop
final class ConnectionRun {
    /// What a server may do after the last client has come or gone, before its memory is looked at.
    private static let settlingTime: Duration = .milliseconds(500)
    /// Clients that come and go before memory is looked at for the first time, so that what a server needs only once is not counted.
    private static let warmUp = 100
    /// The share of the clients of `churn` that do.
    private static let churnWarmUpShare = 10

    private let load: Load
    private let target: Target
    private let tally = Tally()
    private let crowd: Crowd
    private let meter: ProcessMeter?
    private var latency = LatencyHistogram()

    init(_ load: Load, _ target: Target) {
        self.load = load
        self.target = target
        crowd = Crowd(target.address, tally)
        meter = target.process.map(ProcessMeter.init)
    }

    /// Everybody connects and joins one task.
    func connect() async throws(LoadError) -> Measurement {
        try await withTask { task throws(LoadError) in
            _ = try await self.measure(leaving: true, ConnectionRun.warmUp, join(task))
            return try await self.measure(leaving: false, load.subscribers, join(task))
        }
    }

    /// Everybody connects, joins and leaves again.
    func churn() async throws(LoadError) -> Measurement {
        try await withTask { task throws(LoadError) in
            let warmUp = max(1, load.subscribers / ConnectionRun.churnWarmUpShare)
            _ = try await self.measure(leaving: true, warmUp, join(task))
            return try await self.measure(leaving: true, load.subscribers - warmUp, join(task))
        }
    }

    /// Everybody connects and stays for a while; whoever is still there then counts.
    func idle() async throws(LoadError) -> Measurement {
        _ = try await measure(leaving: true, ConnectionRun.warmUp) { _ in }
        var lost = 0
        var measurement = try await measure(leaving: false, load.subscribers) { client throws(LoadError) in
            client.lost = { _ in lost += 1 }
        }
        await pause(.milliseconds(Int64(load.seconds * 1000)))
        measurement.memoryAfter = meter?.residentKiB
        measurement.done -= lost
        crowd.close()
        return measurement
    }

    private func withTask(
        _ body: (String) async throws(LoadError) -> Measurement
    ) async throws(LoadError) -> Measurement {
        let worker = LoadClient(target.address, tally)
        try await worker.open()
        let measurement = try await body(try await worker.createTask(0))
        crowd.close()
        worker.close()
        return measurement
    }

    private func join(_ task: String) -> @EventLoop (LoadClient) async throws(LoadError) -> Void {
        { client throws(LoadError) in try await client.call("join", ["task_id": .string(task)]) }
    }

    private func measure(
        leaving: Bool,
        _ count: Int,
        _ prepare: @escaping @EventLoop (LoadClient) async throws(LoadError) -> Void,
    ) async throws(LoadError) -> Measurement {
        var measurement = Measurement(load)
        measurement.expected = count
        measurement.connections = count
        await pause(ConnectionRun.settlingTime)
        measurement.memoryBefore = meter?.residentKiB
        latency = LatencyHistogram()
        let watch = Stopwatch(meter)
        do throws(LoadError) {
            try await crowd.open(count, keeping: !leaving) { [self] _, client throws(LoadError) in
                try await prepare(client)
                latency.record(MonotonicClock.now - client.openedAt)
            }
        } catch {
            measurement.failure = "\(error)"
        }
        watch.stop(&measurement)
        await pause(ConnectionRun.settlingTime)
        measurement.memoryAfter = meter?.residentKiB
        measurement.done = latency.count
        measurement.latency = latency
        return measurement
    }
}
