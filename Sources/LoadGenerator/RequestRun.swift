import JSON
import Networking

/// Requests that each wait for the answer to the one before: the scenarios about creating and reporting.
@EventLoop
final class RequestRun {
    /// Tasks created at most; a server keeps them.
    private static let taskLimit = 20_000
    /// Over REST, each task is created once and reported on this often.
    private static let reportsPerTask = 9

    private let load: Load
    private let target: Target
    private var latency = LatencyHistogram()
    private var taskCount = 0
    private var end: UInt64 = 0

    init(_ load: Load, _ target: Target) {
        self.load = load
        self.target = target
    }

    /// Tasks created over Socket.IO, each with an acknowledgement.
    func create() async throws(LoadError) -> Measurement {
        var workers: [LoadClient] = []
        for _ in 0..<load.subscribers {
            let worker = LoadClient(target.address, Tally())
            try await worker.open()
            workers.append(worker)
        }
        let measurement = try await measure { [workers] number throws(LoadError) in
            try await self.timed { () throws(LoadError) in _ = try await workers[number].createTask(self.taskCount) }
        }
        for worker in workers { worker.close() }
        return measurement
    }

    /// Tasks created and reported on over REST, on connections that are kept.
    func rest() async throws(LoadError) -> Measurement {
        var clients: [RESTClient] = []
        for _ in 0..<load.subscribers {
            let client = RESTClient(target.address)
            try await client.open()
            clients.append(client)
        }
        let measurement = try await measure { [clients] number throws(LoadError) in
            try await self.createAndReport(clients[number])
        }
        for client in clients { client.close() }
        return measurement
    }

    private func createAndReport(_ client: RESTClient) async throws(LoadError) {
        var created = JSONValue.null
        try await timed { () throws(LoadError) in
            created = try await client.request("POST", "/api/tasks", ["task_type": "benchmark"])
        }
        guard let id = created["task_id"]?.string else { throw .refused("a task over REST", reason: created.text) }
        for number in 1...RequestRun.reportsPerTask {
            let report: JSONValue = [
                "progress": .integer(Int64(number * 10)), "message": "step",
                "details": ["step": .integer(Int64(number))],
            ]
            try await timed { () throws(LoadError) in _ = try await client.request("PATCH", "/api/tasks/\(id)", report)
            }
        }
    }

    private func timed(_ body: () async throws(LoadError) -> Void) async throws(LoadError) {
        let start = MonotonicClock.now
        try await body()
        latency.record(MonotonicClock.now - start)
    }

    /// Lets every client go on until time or tasks run out.
    private func measure(
        _ body: @escaping @EventLoop (Int) async throws(LoadError) -> Void
    ) async throws(LoadError) -> Measurement {
        var measurement = Measurement(load)
        end = MonotonicClock.now + UInt64(load.seconds * 1e9)
        let watch = Stopwatch(target.process.map(ProcessMeter.init))
        let lanes = (0..<load.subscribers).map { number in
            Task { @EventLoop in await self.repeat(number, body) }
        }
        for lane in lanes {
            if let failure = await lane.value { measurement.failure = "\(failure)" }
        }
        watch.stop(&measurement)
        measurement.expected = latency.count + (measurement.failure == nil ? 0 : 1)
        measurement.done = latency.count
        measurement.latency = latency
        return measurement
    }

    private func `repeat`(
        _ number: Int,
        _ body: @EventLoop (Int) async throws(LoadError) -> Void,
    ) async -> LoadError? {
        while MonotonicClock.now < end, taskCount < RequestRun.taskLimit {
            taskCount += 1
            do throws(LoadError) { try await body(number) } catch { return error }
        }
        return nil
    }
}
