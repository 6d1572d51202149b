/// The polling transport: a GET that is held until there is something to say, and POSTs that bring packets.
extension ServerSession {
    /// A GET with this session's id.
    ///
    /// It stays held when no action answers it.
    package mutating func pollReceived(now: Instant) -> [Action] {
        let actions = timePassed(now: now)
        switch state {
        case .polling(let polling) where polling.isPollHeld:
            return actions + end(because: .overlappingRequests) + [.refuse(.badRequest)]
        case .polling(var polling):
            polling.isPollHeld = true
            state = .polling(polling)
            return actions + answerPoll(now: now)
        case .closing:
            let payload = outbox.takePayload(maximumBytes: options.maximumPayload)
            return actions + [.respondToPoll(payload)] + (outbox.isEmpty ? end(because: .closedByServer) : [])
        case .webSocket:
            return actions + [.refuse(.badRequest)]
        case .closed:
            return actions + [.refuse(.unknownSession)]
        }
    }

    /// The connection of the held poll went away before it was answered.
    ///
    /// What such a poll might have carried cannot be told from what arrived, hence the end.
    package mutating func pollAborted(now: Instant) -> [Action] {
        guard case .polling(var polling) = state, polling.isPollHeld else { return [] }
        polling.isPollHeld = false
        state = .polling(polling)
        return end(because: .transportClosed)
    }

    /// The head of a POST with this session's id, before its body: the only way to see that two overlap.
    ///
    /// A driver that calls it does so for every POST, and calls `postReceived` or `postAborted` once after it, on which
    /// the first of two that overlap finds the session's id unknown. A driver that has only whole requests leaves it
    /// out.
    package mutating func postBegan(now: Instant) -> [Action] {
        let actions = timePassed(now: now)
        switch state {
        case .polling(let polling) where polling.isPostUnderWay:
            return actions + end(because: .overlappingRequests) + [.refuse(.badRequest)]
        case .polling(var polling):
            polling.isPostUnderWay = true
            state = .polling(polling)
            return actions
        case .closing: return actions
        case .webSocket: return actions + [.refuse(.badRequest)]
        case .closed: return actions + [.refuse(.unknownSession)]
        }
    }

    /// The connection of a POST that had begun went away before its body was complete.
    package mutating func postAborted(now: Instant) -> [Action] {
        guard case .polling(let polling) = state, polling.isPostUnderWay else { return [] }
        return end(because: .transportClosed)
    }

    /// A whole POST with this session's id, and the value of its Content-Type header, if any.
    package mutating func postReceived(_ body: [UInt8], contentType: String?, now: Instant) -> [Action] {
        let actions = timePassed(now: now)
        switch state {
        case .polling(var polling):
            polling.isPostUnderWay = false
            state = .polling(polling)
            return actions + receive(body, contentType: contentType, now: now)
        case .closing: return actions + [.acceptPost]
        case .webSocket: return actions + [.refuse(.badRequest)]
        case .closed: return actions + [.refuse(.unknownSession)]
        }
    }

    private mutating func receive(_ body: [UInt8], contentType: String?, now: Instant) -> [Action] {
        guard body.count <= options.maximumPayload, !ServerSession.isBinary(contentType),
            let packets = try? Payload.decode(body, maximumPackets: options.maximumPacketsPerPost)
        else { return [.refuse(.badRequest)] + end(because: .protocolError) }
        var actions: [Action] = []
        for packet in packets {
            if let reason = ServerSession.reasonToEnd(for: packet) {
                let answer: Action = reason == .closedByClient ? .acceptPost : .refuse(.badRequest)
                return actions + [answer] + end(because: reason)
            }
            actions += receive(packet, now: now)
        }
        return actions + [.acceptPost]
    }

    private static func isBinary(_ contentType: String?) -> Bool {
        guard let type = contentType?.split(separator: ";").first else { return false }
        return type.lowercased().split(separator: " ").first.map(String.init) == Payload.refusedContentType
    }

    /// Answers the held poll if there is one and something to say: what waits, or the noop that a probe needs.
    mutating func answerPoll(now: Instant) -> [Action] {
        guard case .polling(var polling) = state, polling.isPollHeld else { return [] }
        let payload: [UInt8]
        if !outbox.isEmpty {
            payload = outbox.takePayload(maximumBytes: options.maximumPayload)
        } else if let nextNoop = polling.probe?.nextNoop, now >= nextNoop {
            polling.probe?.nextNoop = now + SessionOptions.noopInterval
            payload = Payload.encode([.noop])
        } else {
            return []
        }
        polling.isPollHeld = false
        state = .polling(polling)
        return [.respondToPoll(payload)]
    }
}

/// Packets on the current transport, whichever that is.
extension ServerSession {
    /// Why a packet from the client ends the session, or nil.
    ///
    /// A ping ends it because in version 4 only the server pings: such a peer speaks an older version.
    static func reasonToEnd(for packet: Packet) -> CloseReason? {
        switch packet {
        case .close: .closedByClient
        case .open, .ping: .protocolError
        case .pong, .message, .upgrade, .noop: nil
        }
    }

    /// Takes a packet that does not end the session.
    ///
    /// Upgrade and noop say nothing here and are let pass, as in the reference.
    mutating func receive(_ packet: Packet, now: Instant) -> [Action] {
        switch packet {
        case .message(let message): return [.deliver(message)]
        case .pong: pongReceived(now: now)
        case .open, .close, .ping, .upgrade, .noop: break
        }
        return []
    }

    private mutating func pongReceived(now: Instant) {
        switch state {
        case .polling(var polling):
            polling.heartbeat.pongReceived(now: now, options: options)
            state = .polling(polling)
        case .webSocket(var heartbeat):
            heartbeat.pongReceived(now: now, options: options)
            state = .webSocket(heartbeat)
        case .closing, .closed:
            break
        }
    }
}
