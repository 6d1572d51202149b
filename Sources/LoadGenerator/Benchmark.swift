import Networking

/// Runs scenarios against a server.
package enum Benchmark {
    /// - Parameter announce: Is given what the person or script that runs this has to do in the middle of it.
    @EventLoop
    package static func run(
        _ load: Load,
        against target: Target,
        announce: @escaping @EventLoop (String) -> Void,
    ) async throws(LoadError) -> Measurement {
        switch load.scenario {
        case .fanOut, .latency, .manyTasks, .saturation, .wide: try await DeliveryRun(load, target).run()
        case .connect: try await ConnectionRun(load, target).connect()
        case .idle: try await ConnectionRun(load, target).idle()
        case .churn: try await ConnectionRun(load, target).churn()
        case .reconnect: try await ReconnectRun(load, target, announce: announce).run()
        case .create: try await RequestRun(load, target).create()
        case .rest: try await RequestRun(load, target).rest()
        }
    }
}
