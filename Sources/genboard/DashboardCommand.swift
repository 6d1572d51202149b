import Arguments
import Dashboard
import Foundation
import Networking
import ProgressServer
import Screen
import Terminal
import Transcript
import Web

/// `genboard` and `genboard watch`: the tasks as they move, from a server of its own, one that runs already, or a recording.
struct DashboardCommand {
    /// How the tasks are shown.
    private enum Face {
        /// On the whole terminal.
        case drawn
        /// As lines for people.
        case plain
        /// As lines for programs.
        case json
    }

    private let invocation: Invocation
    /// Nil to use a server that runs already.
    private let settings: ServerSettings?
    private let sources: [FeedSource]
    private let face: Face
    private let usesColor: Bool
    private let look: DashboardSettings
    private let announcement: DashboardApplication.Announcement

    init(_ invocation: Invocation, environment: [String: String]) throws(UsageError) {
        self.invocation = invocation
        usesColor = (environment["NO_COLOR"] ?? "").isEmpty
        announcement = invocation.choice("announce") ?? .none
        look = DashboardSettings(
            language: Language(environment: environment),
            theme: invocation.choice("theme") ?? .dark,
            cancelling: invocation.choice("cancel") ?? .confirm,
            keys: try KeyMap(environment: environment),
            utcOffset: TimeZone.current.secondsFromGMT(),
            announcesEnd: announcement != .none,
            standardURL: ServerAddress.standard.description,
        )
        face = DashboardCommand.face(for: invocation)
        if invocation.command == "watch" {
            settings = nil
            sources = try FeedSource.watched(invocation)
        } else {
            let settings = try ServerSettings(invocation, environment: environment)
            self.settings = settings
            sources = [.server(settings.address)]
        }
    }

    /// What the flags say, and otherwise what the terminal can show.
    private static func face(for invocation: Invocation) -> Face {
        if invocation.has("json") { return .json }
        let isTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
        return invocation.has("plain") || invocation.has("once") || !isTerminal ? .plain : .drawn
    }

    func run() -> Int32 {
        // Before the event loop's thread starts, so that it has them blocked too.
        let signals = Signals()
        if face == .drawn { Terminal.blockSignals() }
        do throws(StartFailure) {
            let server = try startServer()
            let sources = sources(with: server)
            let exitCode = face == .drawn ? draw(sources, stopsServer: server != nil) : write(sources, until: signals)
            let stopCode = server?.stop(onSignal: signals) ?? ExitCode.success
            return exitCode == ExitCode.success ? stopCode : exitCode
        } catch {
            Console.complain(error.reason)
            return ExitCode.failure
        }
    }

    /// What to watch: our own server, where it really listens, or what was asked for.
    private func sources(with server: LocalServer?) -> [FeedSource] {
        guard let server, let settings else { return sources }
        return [.server(ServerAddress(local: server.address, asked: settings.address))]
    }

    private struct StartFailure: Error {
        let reason: String
    }

    /// Our own server, or nil when another genboard already serves that address.
    private func startServer() throws(StartFailure) -> LocalServer? {
        guard let settings else { return nil }
        do throws(LocalServer.StartFailure) {
            return try LocalServer(settings)
        } catch {
            guard error.mayBeOurOwn else { throw StartFailure(reason: "\(error)") }
            let failure: String? = waitForLoop { finish in
                Task { @EventLoop in
                    let probe = ScriptConnection(settings.address)
                    let failure = await probe.open(within: .seconds(2))
                    probe.close()
                    finish(failure)
                }
            }
            guard failure == nil else {
                throw StartFailure(reason: "\(error) (\(settings.address) does not answer as a genboard server)")
            }
            return nil
        }
    }

    private func write(_ sources: [FeedSource], until signals: Signals) -> Int32 {
        let names = FeedSource.names(of: sources)
        let parts = zip(sources, names).map { source, name in
            let address = name.isEmpty ? nil : source.description
            let transcript: any Transcript = face == .json ? JSONTranscript(of: address) : PlainTranscript(of: name)
            return TranscriptPart(source: source, name: name, transcript: transcript)
        }
        let end: TranscriptWatch.End = invocation.has("once") ? .afterSnapshot : .never
        let tellsConnection = face == .plain && end == .never
        return TranscriptWatch.run(parts, tellsConnection: tellsConnection, until: end, signals)
    }

    private func draw(_ sources: [FeedSource], stopsServer: Bool) -> Int32 {
        do throws(TerminalError) {
            let port = try EventPort<DashboardEvent>(isEssential: \.isEssential)
            var terminal = try Terminal(
                options: TerminalOptions(usesColor: usesColor, ambiguousIsWide: invocation.has("wide-ambiguous"))
            )
            let state = DashboardState(
                servers: zip(sources, FeedSource.names(of: sources)).map {
                    ServerLabel(url: $0.description, name: $1)
                },
                stopsServer: stopsServer,
                capabilities: capabilities(of: terminal),
                settings: look,
            )
            let bridges = sources.enumerated().map { DashboardSource($1, ServerID($0), port) }
            var application = DashboardApplication(bridges, state, announcement: announcement)
            let end = terminal.run(&application, events: port)
            terminal.close()
            return end.exitStatus
        } catch {
            Console.complain("\(error)")
            return ExitCode.failure
        }
    }

    private func capabilities(of terminal: borrowing Terminal) -> Capabilities {
        let isASCII = invocation.has("ascii") || !terminal.supportsUnicode
        let unicode: Frame.Repertoire = invocation.has("wide-ambiguous") ? .wideAmbiguous : .unicode
        return Capabilities(repertoire: isASCII ? .ascii : unicode, usesColor: terminal.supportsColor)
    }
}

extension Invocation {
    /// The value as one of the words that the option's kind lets through.
    fileprivate func choice<Choice: RawRepresentable<String>>(_ name: String) -> Choice? {
        self[name].flatMap(Choice.init(rawValue:))
    }
}

extension ServerAddress {
    /// The server that a command line's option names, which has the standard address as its default.
    init(_ invocation: Invocation) throws(UsageError) {
        guard let text = invocation["url"] else {
            self = .standard
            return
        }
        try self.init(argument: text)
    }

    /// The server that an argument names.
    init(argument text: String) throws(UsageError) {
        do throws(InvalidServerAddress) {
            try self.init(parsing: text)
        } catch {
            throw UsageError("\(error).")
        }
    }

    /// What is wrong with a text that should name a server, or nil.
    static func problem(_ text: String) -> String? {
        do throws(InvalidServerAddress) {
            _ = try ServerAddress(parsing: text)
            return nil
        } catch {
            return "must be a server's address (\(error.problem))"
        }
    }

    /// How to reach a server of this process: where it listens on all addresses, loopback is one of them.
    init(local address: SocketAddress, asked: ServerAddress) {
        let isAny = address.host == "0.0.0.0" || address.host == "::"
        self.init(host: isAny ? "127.0.0.1" : asked.host, port: address.port)
    }
}
