import HTTP
import Networking
import WebSocket

/// Drives the request parser over one connection: requests are answered one at a time and in order, pipelined ones wait.
@EventLoop
final class HTTPConnection: ConnectionDelegate {
    /// How long a request may take to arrive, from its first byte to its last.
    private static let requestTime: Duration = .seconds(30)
    /// How long a connection may stay without a request.
    private static let idleTime: Duration = .seconds(75)
    /// Bytes that may come in behind a request that is still being answered; then the peer is slowed down.
    private static let pipelinedLimit = 64 << 10
    /// While more than this many bytes of answers wait to leave, the next request waits too.
    private static let answeredLimit = 256 << 10

    private let connection: Connection
    private let server: HTTPServer
    private var parser: RequestParser
    /// The request that is being answered.
    private var exchange: Exchange?
    /// The request whose body is still to come.
    private var announced: Exchange?
    private var isBodyDue = false
    private var pipelinedBytes = 0
    private var isAdvancing = false
    private var timer: LoopTimer?

    init(_ connection: Connection, server: HTTPServer) {
        self.connection = connection
        self.server = server
        parser = RequestParser(limits: server.limits)
        connection.delegate = self
        timer = LoopTimer { [weak self] in self?.timePassed() }
        timer?.schedule(after: HTTPConnection.idleTime)
    }

    var peer: SocketAddress { connection.peer }

    /// Whether a request is on its way in or waits for its answer.
    var isBusy: Bool { connection.isOpen && (exchange != nil || parser.isMidMessage) }

    func received(_ bytes: Span<UInt8>, from connection: Connection) {
        parser.receive(bytes)
        if !isReady {
            pipelinedBytes += bytes.count
            if pipelinedBytes > HTTPConnection.pipelinedLimit { connection.pauseReading() }
        }
        advance()
    }

    /// Whether the next request may be looked at: the one before is answered, and the peer takes its answers.
    private var isReady: Bool { exchange == nil && connection.pendingBytes <= HTTPConnection.answeredLimit }

    /// Takes requests from the parser until it has no whole one, or the next has to wait.
    private func advance() {
        guard !isAdvancing else { return }
        isAdvancing = true
        defer { isAdvancing = false }
        do throws(RequestError) {
            while isReady, timer != nil, connection.isOpen, let event = try parser.next() {
                switch event {
                case .head(let request, let expectsContinue): announce(request, expectsContinue: expectsContinue)
                case .request(let request): begin(request)
                }
            }
            if connection.pendingBytes > HTTPConnection.answeredLimit { connection.notifyWhenDrained() }
            if exchange == nil { expectMore() }
        } catch {
            refuse(error)
        }
    }

    /// A request whose body is still to come.
    ///
    /// One that is answered already ends the connection: its body is not read.
    private func announce(_ request: Request, expectsContinue: Bool) {
        isBodyDue = true
        let exchange = server.begin(request, on: self)
        announced = exchange
        server.announce(exchange)
        if expectsContinue, !exchange.isAnswered { connection.send(Response.continue) }
    }

    private func begin(_ request: Request) {
        timer?.cancel()
        let exchange = announced ?? server.begin(request, on: self)
        announced = nil
        isBodyDue = false
        exchange.request = request
        server.handle(exchange)
        if !exchange.isAnswered { self.exchange = exchange }
    }

    private func expectMore() {
        guard let timer, connection.isOpen else { return }
        if !isMidRequest {
            timer.schedule(after: HTTPConnection.idleTime)
        } else if !timer.isRunning || timer.deadline > EventLoop.now + HTTPConnection.requestTime {
            timer.schedule(after: HTTPConnection.requestTime)
        }
    }

    /// Whether it is the peer that keeps a request from being whole.
    private var isMidRequest: Bool { isReady && parser.isMidMessage }

    /// Answers the request in flight and goes on with the next.
    func send(_ response: Response, to request: Request) {
        let keepsAlive = request.keepsAlive && !isBodyDue && !server.isStopping
        exchange = nil
        connection.send(response.serialized(keepsAlive: keepsAlive, isHead: request.method == .head))
        guard keepsAlive else { return connection.finish() }
        goOn()
    }

    private func goOn() {
        guard isReady else {
            if exchange == nil { connection.notifyWhenDrained() }
            return
        }
        pipelinedBytes = 0
        connection.resumeReading()
        advance()
    }

    /// After an error nothing that follows can be trusted to be a request: say what was wrong, and close.
    private func refuse(_ error: RequestError) {
        let response = Response.error(status: error.status, code: "bad_request", message: error.message)
        connection.send(response.serialized(keepsAlive: false, isHead: false))
        connection.finish()
    }

    private func timePassed() {
        if isMidRequest {
            let response = Response.error(
                status: 408,
                code: "timeout",
                message: "The request took too long to arrive.",
            )
            connection.send(response.serialized(keepsAlive: false, isHead: false))
        }
        connection.finish()
    }

    /// Hands the connection over; from here on this driver has nothing to do with it.
    func upgrade(accept: String, limits: MessageLimits) -> WebSocketConnection {
        exchange = nil
        timer?.cancel()
        timer = nil
        server.remove(self)
        connection.send(HTTPConnection.switchingProtocols(accept: accept))
        return WebSocketConnection(
            connection,
            role: .server,
            limits: limits,
            received: parser.takeRemainder(),
        )
    }

    private static func switchingProtocols(accept: String) -> [UInt8] {
        var headers = Headers()
        headers.add("Upgrade", "websocket")
        headers.add("Connection", "Upgrade")
        headers.add("Sec-WebSocket-Accept", accept)
        return Response(status: 101, headers: headers).serialized(keepsAlive: true, isHead: false)
    }

    func finish() {
        connection.finish()
    }

    func receivedEnd(from connection: Connection) {
        abortExchange()
        connection.finish()
    }

    func drained(_ connection: Connection) {
        goOn()
    }

    func closed(_ connection: Connection, because reason: CloseReason) {
        timer?.cancel()
        server.remove(self)
        abortExchange()
    }

    private func abortExchange() {
        let aborted = [exchange, announced]
        exchange = nil
        announced = nil
        for exchange in aborted { exchange?.abort() }
    }
}
