import HTTP

/// The bytes of a request: a head of these lines, then the body.
func message(_ lines: String..., body: String = "") -> [UInt8] {
    Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
}

/// What a server makes of what it receives: the requests, and the error that ended them.
struct Reading: Equatable {
    var requests: [Request] = []
    var error: RequestError?

    init(_ pieces: [[UInt8]], limits: RequestLimits = .standard) {
        var parser = RequestParser(limits: limits)
        do throws(RequestError) {
            for piece in pieces {
                parser.receive(piece.span)
                while let event = try parser.next() {
                    if case .request(let request) = event { requests.append(request) }
                }
            }
        } catch {
            self.error = error
        }
    }
}
