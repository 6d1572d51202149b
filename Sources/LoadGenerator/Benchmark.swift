import Networking

/// Runs scenarios against a server.
package enum Benchmark {
    @EventLoop
    package static func run(_ load: Load, against target: Target) async throws(LoadError) -> Measurement {
        switch load.scenario {
        case .fanOut, .latency, .manyTasks, .saturation, .wide: try await DeliveryRun(load, target).run()
        case .connect, .idle, .reconnect, .churn, .create, .rest: try await DeliveryRun(load, target).run()
        }
    }
}
