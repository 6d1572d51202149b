package import HTTP
package import Networking
package import WebSocket

/// One HTTP request and the one answer it gets, now or later.
@EventLoop
package final class Exchange {
    /// Without its body while that is still to come.
    package internal(set) var request: Request
    package let peer: SocketAddress
    /// Called when the client went away before it was answered; there is nobody to answer any more.
    package var onAbort: (@EventLoop () -> Void)?

    private var connection: HTTPConnection?
    /// Headers that CORS adds to whatever is answered.
    private let addedHeaders: [OriginPolicy.Decision.Header]

    init(_ request: Request, on connection: HTTPConnection, adding headers: [OriginPolicy.Decision.Header]) {
        self.request = request
        self.connection = connection
        peer = connection.peer
        addedHeaders = headers
    }

    package var isAnswered: Bool { connection == nil }

    /// Answers the request.
    ///
    /// Only the first answer counts.
    package func respond(_ response: Response) {
        guard let connection else { return }
        self.connection = nil
        onAbort = nil
        connection.send(withAddedHeaders(response), to: request)
    }

    /// Answers with 101 and hands the connection over to WebSocket; nil when the request was refused, and so answered.
    package func upgrade(limits: MessageLimits) -> WebSocketConnection? {
        guard let connection else { return nil }
        do throws(HandshakeError) {
            let accept = try Handshake.validate(method: request.method.name) { request.headers.list($0) }
            self.connection = nil
            onAbort = nil
            return connection.upgrade(accept: accept, limits: limits)
        } catch {
            var headers = Headers()
            for (name, value) in error.headers { headers.add(name, value) }
            respond(Response(status: error.status, headers: headers, body: Array(error.message.utf8)))
            return nil
        }
    }

    func abort() {
        connection = nil
        let handler = onAbort
        onAbort = nil
        handler?()
    }

    private func withAddedHeaders(_ response: Response) -> Response {
        var response = response
        for header in addedHeaders { response.headers.add(header.name, header.value) }
        return response
    }
}
