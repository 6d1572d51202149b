/// Reads HTTP/1.1 requests from bytes as they come, however they are cut.
///
/// The driver gives it all it receives and then takes events until there is none. After an error the connection is of no use:
/// where one request ends cannot be told any more.
package struct RequestParser: Sendable {
    package enum Event: Sendable, Equatable {
        /// The head of a request with a body: the same request follows with its body, unless the client goes away first.
        case head(Request, expectsContinue: Bool)
        /// A whole request.
        case request(Request)
    }

    private enum State: Sendable {
        /// `searched` bytes of the head are known to hold no end.
        case head(searched: Int)
        case body(Request, length: Int)
        case chunks(Request, ChunkedBody)
    }

    private let limits: RequestLimits
    private var state = State.head(searched: 0)
    private var buffer: [UInt8] = []
    /// Bytes of the buffer that are done with.
    private var consumed = 0

    package init(limits: RequestLimits = .standard) {
        self.limits = limits
    }

    /// Takes what was received.
    ///
    /// What is not asked for with `next` stays here, so the driver must pause a peer that sends ahead.
    package mutating func receive(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }

    /// Whether a request has begun to arrive and is not complete.
    package var isMidMessage: Bool {
        if case .head = state { return consumed < buffer.count }
        return true
    }

    /// What followed a request that changed the protocol; the parser is empty afterwards.
    package mutating func takeRemainder() -> [UInt8] {
        defer { buffer = []; consumed = 0 }
        return Array(buffer[consumed...])
    }

    /// The next event, or nil until more bytes have come.
    package mutating func next() throws(RequestError) -> Event? {
        defer { discardConsumed() }
        switch state {
        case .head(let searched): return try head(searched: searched)
        case .body(let request, let length): return body(of: request, length: length)
        case .chunks(let request, let body): return try chunks(of: request, body)
        }
    }

    private mutating func discardConsumed() {
        if consumed == buffer.count {
            buffer = []
            consumed = 0
        } else if consumed > buffer.count / 2 {
            buffer.removeFirst(consumed)
            consumed = 0
        }
    }
}

extension RequestParser {
    private mutating func head(searched: Int) throws(RequestError) -> Event? {
        if searched <= 1 { skipEmptyLines() }
        guard let end = endOfHead(from: consumed + max(0, searched - 3)) else {
            state = .head(searched: buffer.count - consumed)
            try checkHeadSize(buffer.count - consumed)
            return nil
        }
        try checkHeadSize(end - consumed)
        let head = try RequestHead(lines: try lines(until: end), limits: limits)
        consumed = end
        state = .head(searched: 0)
        switch head.framing {
        case .length(0): return .request(head.request)
        case .length(let length): state = .body(head.request, length: length)
        case .chunked: state = .chunks(head.request, ChunkedBody(limit: limits.bodyBytes))
        }
        return .head(head.request, expectsContinue: head.expectsContinue && consumed == buffer.count)
    }

    /// Some clients send a line end too many after a body (RFC 9112 section 2.2); its two bytes may come apart.
    private mutating func skipEmptyLines() {
        while consumed + 1 < buffer.count, buffer[consumed] == 0x0D, buffer[consumed + 1] == 0x0A { consumed += 2 }
    }

    /// The place behind CR LF CR LF.
    private func endOfHead(from start: Int) -> Int? {
        guard buffer.count - consumed >= 4 else { return nil }
        for place in start..<max(start, buffer.count - 3) where buffer[place] == 0x0D {
            if buffer[place + 1] == 0x0A, buffer[place + 2] == 0x0D, buffer[place + 3] == 0x0A { return place + 4 }
        }
        return nil
    }

    private func checkHeadSize(_ size: Int) throws(RequestError) {
        guard size > limits.headBytes else { return }
        let hasWholeLine = buffer[consumed...].prefix(limits.headBytes).contains(0x0A)
        throw hasWholeLine ? .headTooLarge(limit: limits.headBytes) : .targetTooLong(limit: limits.headBytes)
    }

    /// The head's lines; every line must end with CR LF, for readers disagree about a bare LF.
    private func lines(until end: Int) throws(RequestError) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        for line in buffer[consumed..<(end - 2)].split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
            guard line.last == 0x0D else { throw .malformed("a line ends without a carriage return") }
            lines.append(line.dropLast())
        }
        return lines
    }

    private mutating func body(of request: Request, length: Int) -> Event? {
        guard buffer.count - consumed >= length else { return nil }
        var request = request
        request.body = Array(buffer[consumed..<(consumed + length)])
        consumed += length
        state = .head(searched: 0)
        return .request(request)
    }

    private mutating func chunks(of request: Request, _ body: ChunkedBody) throws(RequestError) -> Event? {
        // The state lets go of the body while it grows, lest each piece copies all that came before.
        var body = body
        state = .head(searched: 0)
        let isComplete = try body.read(buffer, from: &consumed)
        guard isComplete else {
            state = .chunks(request, body)
            return nil
        }
        var request = request
        request.body = body.bytes
        return .request(request)
    }
}
