package import HTTP
package import Networking

/// An HTTP/1.1 server on the event loop: it parses, checks the origin, and gives each request to one handler.
@EventLoop
package final class HTTPServer {
    let limits: RequestLimits
    let origins: OriginPolicy
    private let announced: @EventLoop (Exchange) -> Void
    private let handler: @EventLoop (Exchange) -> Void
    private var listener: Listener?
    private(set) var isStopping = false
    private var connections: [ObjectIdentifier: HTTPConnection] = [:]

    /// - Parameters:
    ///   - announced: Sees a request whose body is still to come, and may answer it already.
    ///   - handler: Answers every whole request, now or later.
    package init(
        limits: RequestLimits = .standard,
        origins: OriginPolicy,
        announced: @escaping @EventLoop (Exchange) -> Void = { _ in },
        handler: @escaping @EventLoop (Exchange) -> Void,
    ) {
        self.limits = limits
        self.origins = origins
        self.announced = announced
        self.handler = handler
    }

    /// Starts to accept; the answer is the address with the port that was really taken (0 asks for a free one).
    @discardableResult
    package func listen(host: String, port: UInt16) throws(NetworkError) -> SocketAddress {
        let listener = try Listener(host: host, port: port) { [weak self] in self?.accept($0) }
        self.listener = listener
        return listener.address
    }

    /// Stops accepting; connections that are open go on until their next answer.
    package func stopAccepting() {
        isStopping = true
        listener?.stop()
        listener = nil
    }

    /// Whether a request is on its way in or waits for its answer.
    package var isBusy: Bool { connections.values.contains(where: \.isBusy) }

    /// Stops accepting and closes the HTTP connections, each after what it still has to send.
    package func stop() {
        stopAccepting()
        for connection in connections.values { connection.finish() }
    }

    private func accept(_ connection: Connection) {
        let driver = HTTPConnection(connection, server: self)
        connections[ObjectIdentifier(driver)] = driver
    }

    func remove(_ connection: HTTPConnection) {
        connections[ObjectIdentifier(connection)] = nil
    }

    /// The way of every request: may its origin ask at all, is it a preflight, and then the handler.
    ///
    /// A request with a body comes here when its head has arrived, so that a refusal does not wait for the body.
    func begin(_ request: Request, on connection: HTTPConnection) -> Exchange {
        switch origins.decision(for: request) {
        case .refused(let message):
            let exchange = Exchange(request, on: connection, adding: [])
            exchange.respond(.error(status: 403, code: "origin_not_allowed", message: message, engineCode: 4))
            return exchange
        case .allowed(let headers):
            let exchange = Exchange(request, on: connection, adding: headers)
            if let answer = origins.preflightResponse(to: request) { exchange.respond(answer) }
            return exchange
        }
    }

    func announce(_ exchange: Exchange) {
        if !exchange.isAnswered { announced(exchange) }
    }

    func handle(_ exchange: Exchange) {
        if !exchange.isAnswered { handler(exchange) }
    }
}
