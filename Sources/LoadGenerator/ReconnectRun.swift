import JSON
import Networking

/// A storm of clients that all come back at once after the server was restarted.
@EventLoop
final class ReconnectRun {
    /// How long the server may be gone, and how often it is looked for.
    private static let patience: UInt64 = 60_000_000_000
    private static let probeInterval: Duration = .milliseconds(20)

    private let load: Load
    private let target: Target
    private let tally = Tally()
    private let crowd: Crowd
    private let announce: @EventLoop (String) -> Void

    /// - Parameter announce: Is given what the person or script that runs this has to do, and when.
    init(_ load: Load, _ target: Target, announce: @escaping @EventLoop (String) -> Void) {
        self.load = load
        self.target = target
        self.announce = announce
        crowd = Crowd(target.address, tally)
    }

    func run() async throws(LoadError) -> Measurement {
        let task = try await createTask()
        try await crowd.open(load.subscribers) { _, client throws(LoadError) in
            try await client.call("join", ["task_id": .string(task)])
        }
        try await waitForLoss()
        let found = try await findOnceBack(task)
        var measurement = Measurement(load)
        measurement.expected = load.subscribers
        measurement.connections = load.subscribers
        var latency = LatencyHistogram()
        let watch = Stopwatch(nil)
        do throws(LoadError) {
            try await crowd.open(load.subscribers) { _, client throws(LoadError) in
                try await client.call("join", ["task_id": .string(found)])
                latency.record(MonotonicClock.now - client.openedAt)
            }
        } catch {
            measurement.failure = "\(error)"
        }
        watch.stop(&measurement)
        measurement.done = latency.count
        measurement.latency = latency
        crowd.close()
        return measurement
    }

    private func createTask() async throws(LoadError) -> String {
        let worker = LoadClient(target.address, tally)
        try await worker.open()
        let task = try await worker.createTask(0)
        worker.close()
        return task
    }

    private func waitForLoss() async throws(LoadError) {
        var remaining = crowd.clients.count
        for client in crowd.clients { client.lost = { _ in remaining -= 1 } }
        announce("\(load.subscribers) clients are connected: restart the server now")
        let start = MonotonicClock.now
        while remaining > 0 {
            guard MonotonicClock.now - start < ReconnectRun.patience else { throw .timedOut("by going away") }
            await pause(ReconnectRun.probeInterval)
        }
        crowd.close()
    }

    /// Waits until the server is back; a server that keeps no tasks is given a new one.
    private func findOnceBack(_ task: String) async throws(LoadError) -> String {
        let start = MonotonicClock.now
        while true {
            do throws(LoadError) {
                return try await find(task)
            } catch {
                guard MonotonicClock.now - start < ReconnectRun.patience else { throw error }
            }
            await pause(ReconnectRun.probeInterval)
        }
    }

    private func find(_ task: String) async throws(LoadError) -> String {
        let client = LoadClient(target.address, tally)
        try await client.open()
        defer { client.close() }
        do throws(LoadError) {
            try await client.call("join", ["task_id": .string(task)])
            return task
        } catch {
            return try await client.createTask(0)
        }
    }
}
