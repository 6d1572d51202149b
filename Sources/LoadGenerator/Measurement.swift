package import JSON

/// What one scenario showed.
package struct Measurement: Sendable {
    package let load: Load
    /// Events, clients or requests: as the scenario counts.
    package var expected = 0
    package var done = 0
    /// Events that came after a later one of the same task.
    package var outOfOrder = 0
    /// Events whose subscribers never came to know the newest state.
    package var unknown = 0
    /// From the first to the last of them.
    package var seconds: Double = 0
    package var latency = LatencyHistogram()
    package var bytesPerEvent: Double?
    /// Seconds of the server's processor.
    package var serverTime: Double?
    /// KiB of the server's memory before the clients came and while they were there.
    package var memoryBefore: Int?
    package var memoryAfter: Int?
    /// Connections that this memory is for.
    package var connections = 0
    package var generator = GeneratorState()
    /// Why some failed; the first reason.
    package var failure: String?

    init(_ load: Load) {
        self.load = load
    }

    package var lost: Int { expected - done }
    package var perSecond: Double { seconds > 0 ? Double(done) / seconds : 0 }

    /// Microseconds of the server's processor for each that was done.
    package var serverMicroseconds: Double? {
        guard let serverTime, done > 0 else { return nil }
        return serverTime * 1_000_000 / Double(done)
    }

    package var memoryPerConnection: Double? {
        guard let memoryBefore, let memoryAfter, connections > 0 else { return nil }
        return Double(memoryAfter - memoryBefore) / Double(connections)
    }
}

/// How hard the load generator itself had to work.
package struct GeneratorState: Sendable {
    /// The share of one processor it used, 0 to 1.
    package var busy: Double = 0
    /// How late reports left, in nanoseconds; 99 % were no later.
    package var lateness: UInt64?

    private static let busyLimit = 0.9
    private static let latenessLimit: UInt64 = 10_000_000

    /// Whether the figures tell more about the generator than about the server.
    package var isSaturated: Bool { busy > GeneratorState.busyLimit || (lateness ?? 0) > GeneratorState.latenessLimit }
}

extension Measurement {
    package var json: JSONValue {
        var object: JSONObject = [
            "scenario": .string(load.scenario.rawValue),
            "load": [
                "subscribers": .integer(Int64(load.subscribers)), "tasks": .integer(Int64(load.tasks)),
                "rate": .double(load.rate), "seconds": .double(load.seconds),
                "in_flight": .integer(Int64(load.inFlight)),
            ],
            "unit": .string(load.scenario.unit),
            "expected": .integer(Int64(expected)),
            "done": .integer(Int64(done)),
            "lost": .integer(Int64(lost)),
            "unknown": .integer(Int64(unknown)),
            "out_of_order": .integer(Int64(outOfOrder)),
            "seconds": .double(seconds),
            "per_second": .double(perSecond),
            "latency_ms": [
                "p50": milliseconds(latency.percentile(0.5)), "p99": milliseconds(latency.percentile(0.99)),
                "max": milliseconds(latency.count > 0 ? latency.maximum : nil),
            ],
        ]
        object["bytes_per_event"] = bytesPerEvent.map(JSONValue.double)
        object["server"] = [
            "cpu_seconds": serverTime.map(JSONValue.double) ?? .null,
            "cpu_us_each": serverMicroseconds.map(JSONValue.double) ?? .null,
            "memory_before_kib": memoryBefore.map { .integer(Int64($0)) } ?? .null,
            "memory_after_kib": memoryAfter.map { .integer(Int64($0)) } ?? .null,
            "memory_kib_per_connection": memoryPerConnection.map(JSONValue.double) ?? .null,
        ]
        object["generator"] = [
            "busy": .double(generator.busy), "late_p99_ms": milliseconds(generator.lateness),
            "saturated": .bool(generator.isSaturated),
        ]
        object["failure"] = failure.map(JSONValue.string)
        return .object(object)
    }

    private func milliseconds(_ nanoseconds: UInt64?) -> JSONValue {
        nanoseconds.map { .double(Double($0) / 1_000_000) } ?? .null
    }
}
