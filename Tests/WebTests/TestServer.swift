import EngineIO
import HTTP
import JSON
import Networking
import Web
import WebSocket

/// A server with something at every level of the stack, on a free port.
///
/// `/echo` sends the body back, `/held` waits until `/release` is asked for, `/ws` echoes WebSocket messages, `/engine.io/` echoes
/// Engine.IO messages, and `/socket.io/` has the namespaces `/` and `/custom`.
@EventLoop
final class TestServer {
    private let engine: EngineIOServer
    private let socketIO: SocketIOServer
    private let origins: OriginPolicy
    private var held: [Exchange] = []
    private lazy var http = HTTPServer(
        origins: origins,
        announced: { [unowned self] in self.announce($0) },
        handler: { [unowned self] in self.route($0) },
    )

    private init(_ options: SessionOptions, _ origins: OriginPolicy) {
        self.origins = origins
        engine = EngineIOServer(options: options) { $0.delegate = EngineEcho() }
        socketIO = SocketIOServer(sessions: options, namespaces: ["/": Greeter(), "/custom": Greeter()])
    }

    /// Runs a server for as long as `body` takes, which may wait: it is kept off the loop.
    @concurrent
    nonisolated static func run(
        _ options: SessionOptions = SessionOptions(),
        origins: OriginPolicy = OriginPolicy(),
        _ body: @concurrent @Sendable (_ port: UInt16, _ server: TestServer) async throws -> Void,
    ) async throws {
        let server = await TestServer(options, origins)
        let port = try await server.start()
        do {
            try await body(port, server)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    private func start() throws(NetworkError) -> UInt16 {
        try http.listen(host: "127.0.0.1", port: 0).port
    }

    func stop() {
        engine.close()
        socketIO.close()
        http.stop()
    }

    private func announce(_ exchange: Exchange) {
        switch exchange.request.path {
        case "/engine.io/": engine.announce(exchange)
        case "/socket.io/": socketIO.announce(exchange)
        default: break
        }
    }

    private func route(_ exchange: Exchange) {
        switch exchange.request.path {
        case "/echo": exchange.respond(Response(status: 200, body: exchange.request.body))
        case "/held": held.append(exchange)
        case "/release": release(exchange)
        case "/ws": exchange.upgrade(limits: MessageLimits())?.delegate = WebSocketEcho()
        case "/engine.io/": engine.handle(exchange)
        case "/socket.io/": socketIO.handle(exchange)
        default: exchange.respond(Response(status: 404))
        }
    }

    private func release(_ exchange: Exchange) {
        for exchange in held { exchange.respond(Response(status: 200, body: Array("held".utf8))) }
        held = []
        exchange.respond(Response(status: 204))
    }
}

@EventLoop
private final class WebSocketEcho: WebSocketDelegate {
    func received(_ message: WebSocket.Message, from webSocket: WebSocketConnection) { webSocket.send(message) }
    func drained(_ webSocket: WebSocketConnection) {}
    func closed(_ webSocket: WebSocketConnection, code: CloseCode, because reason: Networking.CloseReason) {}
}

@EventLoop
private final class EngineEcho: EngineSessionDelegate {
    func received(_ message: EngineIO.Message, from session: EngineSession) { session.send(message) }
    func closed(_ session: EngineSession, because reason: ServerSession.CloseReason) {}
}

/// Greets who connects with its `auth`, echoes events as `back` or as their acknowledgement, and disconnects who says `leave`.
@EventLoop
private final class Greeter: Namespace {
    func connected(_ socket: Socket, auth: JSONValue?) {
        socket.emit("hello", auth ?? .null)
    }

    func received(_ event: IncomingEvent, from socket: Socket) {
        if let ackID = event.ackID {
            socket.acknowledge(ackID, event.arguments, attachments: event.attachments)
        } else if event.name == "leave" {
            socket.disconnect()
        } else {
            socket.emit("back", event.arguments, attachments: event.attachments)
        }
    }
}
