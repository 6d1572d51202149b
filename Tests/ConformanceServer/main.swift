import EngineIO
import Foundation
import HTTP
import JSON
import Networking
import Web
import WebSocket

/// A small server on genboard's own stack, for the protocols' black-box suites; see `Scripts/conformance`.
@EventLoop
final class ConformanceServer {
    static let shared = ConformanceServer()

    private let engine: EngineIOServer
    private let socketIO: SocketIOServer
    private let echo = WebSocketEcho()
    private lazy var http = HTTPServer(
        origins: OriginPolicy(allowed: ["*"]),
        announced: { [unowned self] in self.announce($0) },
        handler: { [unowned self] in self.route($0) },
    )

    private init() {
        let options = SessionOptions(
            pingInterval: .milliseconds(300),
            pingTimeout: .milliseconds(200),
            maximumPayload: 1_000_000,
        )
        let engineEcho = EngineEcho()
        engine = EngineIOServer(options: options) { $0.delegate = engineEcho }
        socketIO = SocketIOServer(sessions: options, namespaces: ["/": MainNamespace(), "/custom": AuthEcho()])
    }

    func start(port: UInt16) throws(NetworkError) -> SocketAddress {
        try http.listen(host: "127.0.0.1", port: port)
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
        case "/engine.io/": engine.handle(exchange)
        case "/socket.io/": socketIO.handle(exchange)
        case "/ws": exchange.upgrade(limits: MessageLimits(bytes: 32 << 20, fragments: 1 << 20))?.delegate = echo
        default: exchange.respond(Response(status: 404))
        }
    }
}

/// Sends back every WebSocket message.
@EventLoop
final class WebSocketEcho: WebSocketDelegate {
    nonisolated init() {}
    func received(_ message: WebSocket.Message, from webSocket: WebSocketConnection) { webSocket.send(message) }
    func drained(_ webSocket: WebSocketConnection) {}
    func closed(_ webSocket: WebSocketConnection, code: CloseCode, because reason: Networking.CloseReason) {}
}

/// Sends back every Engine.IO message.
@EventLoop
final class EngineEcho: EngineSessionDelegate {
    func received(_ message: EngineIO.Message, from session: EngineSession) { session.send(message) }
    func closed(_ session: EngineSession, because reason: ServerSession.CloseReason) {}
}

/// Sends back the payload of each CONNECT.
@EventLoop
class AuthEcho: Namespace {
    func connected(_ socket: Socket, auth: JSONValue?) {
        socket.emit("auth", auth ?? [:])
    }

    func received(_ event: IncomingEvent, from socket: Socket) {}
}

/// Besides, sends back messages, as events and as acknowledgements.
@EventLoop
final class MainNamespace: AuthEcho {
    override func received(_ event: IncomingEvent, from socket: Socket) {
        switch event.name {
        case "message":
            socket.emit("message-back", event.arguments, attachments: event.attachments)
        case "message-with-ack":
            if let ackID = event.ackID {
                socket.acknowledge(ackID, event.arguments, attachments: event.attachments)
            }
        default: break
        }
    }
}

guard
    let port = CommandLine.arguments.dropFirst().first.flatMap(UInt16.init)
        ?? (CommandLine.arguments.count == 1 ? 3000 : nil)
else {
    print("usage: ConformanceServer [PORT]")
    exit(2)
}
EventLoop.post {
    let server = ConformanceServer.shared
    do {
        print("listening on \(try server.start(port: port))")
        fflush(nil)
    } catch {
        print(error)
        exit(1)
    }
}
while true { pause() }
