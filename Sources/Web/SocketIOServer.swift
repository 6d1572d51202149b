package import EngineIO
package import Networking
import SocketIO

/// Socket.IO on an HTTP server: sessions below, namespaces above.
@EventLoop
package final class SocketIOServer {
    private let namespaces: [String: any Namespace]
    private let connectionOptions: ConnectionOptions
    private lazy var engine = EngineIOServer(options: sessionOptions) { [unowned self] session in
        session.delegate = SocketIOConnection(session, server: self, options: connectionOptions)
    }
    private let sessionOptions: SessionOptions

    /// - Parameter namespaces: By name; a CONNECT to any other is refused with `Invalid namespace`.
    package init(sessions: SessionOptions = SessionOptions(), namespaces: [String: any Namespace]) {
        sessionOptions = sessions
        connectionOptions = .standard
        self.namespaces = namespaces
    }

    /// Answers any request to the endpoint's path.
    package func handle(_ exchange: Exchange) {
        engine.handle(exchange)
    }

    /// Sees a request whose body is still to come.
    package func announce(_ exchange: Exchange) {
        engine.announce(exchange)
    }

    /// Ends every session; clients see an orderly close.
    package func close() {
        engine.close()
    }

    func namespace(_ name: String) -> (any Namespace)? { namespaces[name] }
}
