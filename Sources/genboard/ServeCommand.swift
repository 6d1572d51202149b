import Arguments
import ProgressServer
import Web

/// Where and for whom a server runs, and what it keeps.
struct ServerSettings: Sendable {
    let host: String
    let port: UInt16
    let origins: OriginPolicy
    let eventRate: Double
    let state: StateSettings
    let workers: WorkerSettings
    /// What the workers find in theirs.
    let environment: [String: String]
    /// How long a stopping server waits for what is under way.
    let drainTime: Duration

    init(_ invocation: Invocation, environment: [String: String]) throws(UsageError) {
        host = invocation["host"] ?? ServerAddress.standard.host
        port = try invocation.integer("port", in: 0...65535).map(UInt16.init) ?? ServerAddress.standardPort
        eventRate = try ServerSettings.eventRate(invocation)
        let allowed = invocation.all("cors-origin")
        let isLoopback = host == "localhost" || host == "::1" || host.hasPrefix("127.")
        origins = OriginPolicy(allowed: allowed, allowsLocalhost: isLoopback)
        state = try StateSettings(invocation, port: port, environment: environment)
        workers = try WorkerSettings(invocation, environment: environment, besides: state.path)
        self.environment = environment
        drainTime = try invocation.duration("drain") ?? .seconds(10)
    }

    /// As it was asked for; the port is 0 where any free one will do.
    var address: ServerAddress { ServerAddress(host: host, port: port) }

    static func problem(withOrigin text: String) -> String? {
        let isOrigin = text == "*" || text.hasPrefix("http://") || text.hasPrefix("https://")
        return isOrigin ? nil : "must be an origin such as https://board.example, or * for all"
    }

    private static func eventRate(_ invocation: Invocation) throws(UsageError) -> Double {
        let rate = try invocation.number("event-rate") ?? 60
        guard rate == 0 || (0.01...10_000).contains(rate) else {
            throw UsageError("--event-rate must be a number from 0.01 to 10000, or 0 to send every report.")
        }
        return rate
    }
}

/// `genboard serve`: the server until a signal ends it.
struct ServeCommand {
    private let settings: ServerSettings

    init(_ invocation: Invocation, environment: [String: String]) throws(UsageError) {
        settings = try ServerSettings(invocation, environment: environment)
    }

    func run() -> Int32 {
        let signals = Signals()
        do throws(LocalServer.StartFailure) {
            let server = try LocalServer(settings)
            Console.print("genboard \(ServerVersion.current) serves http://\(server.address)")
            _ = signals.wait()
            return server.stop(onSignal: signals)
        } catch {
            Console.complain("\(error)")
            return ExitCode.failure
        }
    }
}
