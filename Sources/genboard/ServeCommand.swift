import Arguments
import Foundation
import Networking
import ProgressModel
import ProgressServer
import Web

/// Where and for whom a server runs.
struct ServerSettings: Sendable {
    let host: String
    let port: UInt16
    let origins: OriginPolicy
    let eventRate: Double

    init(_ invocation: Invocation) throws(UsageError) {
        host = invocation["host"] ?? ServerAddress.standard.host
        port = try invocation.integer("port", in: 0...65535).map(UInt16.init) ?? ServerAddress.standardPort
        eventRate = try ServerSettings.eventRate(invocation)
        let allowed = invocation.all("cors-origin")
        let isLoopback = host == "localhost" || host == "::1" || host.hasPrefix("127.")
        origins = OriginPolicy(allowed: allowed, allowsLocalhost: isLoopback)
    }

    static func problem(withOrigin text: String) -> String? {
        let isOrigin = text == "*" || text.hasPrefix("http://") || text.hasPrefix("https://")
        return isOrigin ? nil : "must be an origin such as https://board.example, or * for all"
    }

    private static func eventRate(_ invocation: Invocation) throws(UsageError) -> Double {
        let rate = try invocation.number("event-rate") ?? 60
        guard (0...10_000).contains(rate) else {
            throw UsageError("--event-rate must be a number from 0 to 10000; 0 sends every report.")
        }
        return rate
    }
}

/// A server in this process, made and ended from the main thread.
@EventLoop
final class LocalServer {
    private let server: ProgressServer
    let address: SocketAddress

    init(_ settings: ServerSettings) throws(NetworkError) {
        server = ProgressServer(
            epoch: UUID().uuidString.lowercased(),
            origins: settings.origins,
            eventRate: settings.eventRate,
            clock: { .now },
        )
        address = try server.start(host: settings.host, port: settings.port)
    }

    func stop() {
        server.stop()
    }

    /// Starts one from any thread and waits until it listens.
    nonisolated static func start(_ settings: ServerSettings) -> Result<LocalServer, NetworkError> {
        waitForLoop { finish in
            finish(Result { () throws(NetworkError) in try LocalServer(settings) })
        }
    }
}

/// `genboard serve`: the server until a signal ends it.
struct ServeCommand {
    /// How long clients have to take what is still to be sent.
    private static let stopTime: Duration = .milliseconds(300)

    private let settings: ServerSettings

    init(_ invocation: Invocation) throws(UsageError) {
        settings = try ServerSettings(invocation)
    }

    func run() -> Int32 {
        let signals = Signals()
        switch LocalServer.start(settings) {
        case .failure(let error):
            Console.complain("\(error)")
            return ExitCode.failure
        case .success(let server):
            Console.print("genboard \(ServerVersion.current) serves http://\(server.address)")
            _ = signals.wait()
            ServeCommand.stop(server)
            return ExitCode.success
        }
    }

    /// Ends every session and gives their last packets a moment to leave.
    static func stop(_ server: LocalServer) {
        waitForLoop { finish in
            server.stop()
            let timer = LoopTimer { finish(()) }
            timer.schedule(after: stopTime)
        }
    }
}
