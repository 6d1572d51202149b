package import EngineIO
import HTTP
package import Networking
import WebSocket

/// The Engine.IO endpoint of an HTTP server: it finds the session each request belongs to, or begins one.
@EventLoop
package final class EngineIOServer {
    /// Sessions there may be at a time; a further handshake is answered 503.
    ///
    /// Polling sessions cost no descriptor, hence a bound.
    private static let sessionLimit = 100_000

    private let options: SessionOptions
    private let opened: @EventLoop (EngineSession) -> Void
    private var sessions: [String: EngineSession] = [:]

    /// - Parameter opened: Called with each new session, before anything of it is delivered; it sets the delegate.
    package init(options: SessionOptions, opened: @escaping @EventLoop (EngineSession) -> Void) {
        self.options = options
        self.opened = opened
    }

    /// Sees a POST before its body has come: the only way to tell that two overlap.
    package func announce(_ exchange: Exchange) {
        if case .post(let sid)? = try? wanted(by: exchange.request) { sessions[sid]?.beginPost(exchange) }
    }

    /// Answers any request to the endpoint's path.
    package func handle(_ exchange: Exchange) {
        do throws(RequestRefusal) {
            route(try wanted(by: exchange.request), exchange)
        } catch {
            exchange.respond(error.response)
        }
    }

    private func wanted(by request: Request) throws(RequestRefusal) -> SessionRequest {
        try SessionRequest(
            method: request.method.name,
            isUpgrade: request.isUpgrade(to: "websocket"),
            parameter: { request.query($0) },
            isKnown: { sessions[$0] != nil },
        )
    }

    private func route(_ wanted: SessionRequest, _ exchange: Exchange) {
        switch wanted {
        case .open(let transport): open(transport, exchange)
        case .poll(let sid): sessions[sid]?.poll(exchange)
        case .post(let sid): sessions[sid]?.post(exchange)
        case .upgrade(let sid): sessions[sid]?.upgrade(exchange)
        }
    }

    private func open(_ transport: TransportKind, _ exchange: Exchange) {
        guard sessions.count < EngineIOServer.sessionLimit else {
            return exchange.respond(
                .error(status: 503, code: "too_many_sessions", message: "The server is full; try again later.")
            )
        }
        var webSocket: WebSocketConnection?
        if transport == .webSocket {
            webSocket = exchange.upgrade(limits: MessageLimits(bytes: options.maximumPayload))
            guard webSocket != nil else { return }
        }
        let id = RandomID.next()
        let machine = ServerSession(id: id, transport: transport, options: options, now: EventLoop.now)
        let session = EngineSession(machine, peer: exchange.peer, server: self)
        sessions[id] = session
        opened(session)
        session.open(exchange, webSocket)
    }

    /// The session's id is unknown from now on.
    func forget(_ session: EngineSession) {
        sessions[session.id] = nil
    }

    /// Ends every session; clients see an orderly close.
    package func close() {
        for session in sessions.values { session.close() }
    }
}

extension RequestRefusal {
    var response: Response { .json(body, status: status) }
}

/// Ids that cannot be guessed: 20 characters of 6 random bits each, as stock clients are used to.
enum RandomID {
    static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func next() -> String {
        // Each call asks the kernel, so all the bits are had with two.
        var generator = SystemRandomNumberGenerator()
        let halves: [UInt64] = [generator.next(), generator.next()]
        let letters = halves.flatMap { half in (0..<10).map { alphabet[Int(half >> (6 * $0) & 63)] } }
        return String(decoding: letters, as: UTF8.self)
    }
}
