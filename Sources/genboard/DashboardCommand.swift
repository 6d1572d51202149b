import Arguments
import Dashboard
import Foundation
import Networking
import ProgressServer
import Screen
import Terminal
import Web

/// `genboard` and `genboard watch`: a dashboard, with a server of its own or on one that runs already.
struct DashboardCommand {
    private let invocation: Invocation
    /// Nil to use a server that runs already.
    private let settings: ServerSettings?
    private let address: ServerAddress
    private let usesColor: Bool

    init(_ invocation: Invocation, environment: [String: String]) throws(UsageError) {
        self.invocation = invocation
        usesColor = (environment["NO_COLOR"] ?? "").isEmpty
        if invocation.command == "watch" {
            settings = nil
            address = try ServerAddress(invocation)
        } else {
            let settings = try ServerSettings(invocation)
            self.settings = settings
            address = ServerAddress(host: settings.host, port: settings.port)
        }
    }

    func run() -> Int32 {
        let isDrawn = !invocation.has("plain") && isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
        // Before the event loop's thread starts, so that it has them blocked too.
        let signals = Signals()
        if isDrawn { Terminal.blockSignals() }
        do throws(StartFailure) {
            let server = try startServer()
            let address = server.map { ServerAddress(local: $0.address, asked: self.address) } ?? self.address
            let exitCode = isDrawn ? draw(address, stopsServer: server != nil) : print(address, until: signals)
            if let server { ServeCommand.stop(server) }
            return exitCode
        } catch {
            Console.complain(error.reason)
            return ExitCode.failure
        }
    }

    private struct StartFailure: Error {
        let reason: String
    }

    /// Our own server, or nil when another genboard already serves that address.
    private func startServer() throws(StartFailure) -> LocalServer? {
        guard let settings else { return nil }
        switch LocalServer.start(settings) {
        case .success(let server): return server
        case .failure(.addressInUse(let address)):
            let failure: String? = waitForLoop { [self] finish in
                Task { @EventLoop in
                    let probe = ScriptConnection(self.address)
                    let failure = await probe.open(within: .seconds(2))
                    probe.close()
                    finish(failure)
                }
            }
            guard failure == nil else {
                throw StartFailure(
                    reason: "\(NetworkError.addressInUse(address)) (it does not answer as a genboard server)"
                )
            }
            return nil
        case .failure(let error): throw StartFailure(reason: "\(error)")
        }
    }

    private func print(_ address: ServerAddress, until signals: Signals) -> Int32 {
        EventLoop.post { PlainWatch.start(address) }
        let signal = signals.wait()
        return signal == SIGINT || signal == SIGTERM ? ExitCode.success : 128 + signal
    }

    private func draw(_ address: ServerAddress, stopsServer: Bool) -> Int32 {
        do throws(TerminalError) {
            let port = try EventPort<DashboardEvent>()
            var terminal = try Terminal(options: TerminalOptions(usesColor: usesColor))
            let isASCII = invocation.has("ascii") || !terminal.supportsUnicode
            let capabilities = Capabilities(repertoire: isASCII ? .ascii : .unicode, usesColor: terminal.supportsColor)
            var application = DashboardApplication(
                DashboardSource(address, port),
                stopsServer: stopsServer,
                capabilities: capabilities,
            )
            let end = terminal.run(&application, events: port)
            terminal.close()
            return end.exitStatus
        } catch {
            Console.complain("\(error)")
            return ExitCode.failure
        }
    }
}

extension ServerAddress {
    /// The server that a command line names, as an option or by its place; both have the standard address as their default.
    init(_ invocation: Invocation) throws(UsageError) {
        guard let text = invocation["url"] ?? invocation["URL"] else {
            self = .standard
            return
        }
        do throws(InvalidServerAddress) {
            try self.init(parsing: text)
        } catch {
            throw UsageError("\(error).")
        }
    }

    /// How to reach a server of this process: where it listens on all addresses, loopback is one of them.
    init(local address: SocketAddress, asked: ServerAddress) {
        let isAny = address.host == "0.0.0.0" || address.host == "::"
        self.init(host: isAny ? "127.0.0.1" : asked.host, port: address.port)
    }
}
