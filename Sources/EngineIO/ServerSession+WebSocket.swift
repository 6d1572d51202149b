/// The session's WebSocket: on trial beside polling, then the transport.
///
/// The upgrade: the client opens a WebSocket and sends `2probe`; the server answers `3probe` there and ends the poll
/// with a noop; the client, having nothing under way on polling any more, sends `5`; what was sent meanwhile and not
/// fetched follows on the WebSocket. Until that `5` polling is the transport, whatever becomes of the probe.
extension ServerSession {
    private static let probeData = Array("probe".utf8)

    /// A WebSocket with this session's id is about to be accepted.
    ///
    /// With `refuse`, answer that instead of 101.
    package mutating func webSocketOpened(now: Instant) -> [Action] {
        let actions = timePassed(now: now)
        guard case .polling(var polling) = state, polling.probe == nil else {
            return actions + [.refuse(isOpen ? .badRequest : .unknownSession)]
        }
        polling.probe = Probe(deadline: now + options.upgradeTimeout)
        state = .polling(polling)
        return actions
    }

    /// A message on the session's WebSocket, be it the probe or the transport.
    ///
    /// Its text must be valid UTF-8.
    package mutating func webSocketReceived(_ frame: Message, now: Instant) -> [Action] {
        let actions = timePassed(now: now)
        switch state {
        case .webSocket:
            let received = receivedOnTransport(frame, now: now)
            return actions.isEmpty ? received : actions + received
        case .polling(let polling):
            guard let probe = polling.probe else { return actions }
            return actions + receivedOnProbe(frame, probe, of: polling, now: now)
        case .closing, .closed:
            return actions
        }
    }

    /// The session's WebSocket was closed by the client or broke.
    ///
    /// Not for one that `closeWebSocket` let go of.
    package mutating func webSocketClosed(now: Instant) -> [Action] {
        switch state {
        case .webSocket:
            return end(because: .transportClosed)
        case .polling(var polling):
            polling.probe = nil
            state = .polling(polling)
            return []
        case .closing, .closed:
            return []
        }
    }

    private mutating func receivedOnTransport(_ frame: Message, now: Instant) -> [Action] {
        guard let packet = try? Packet(frame: frame) else { return end(because: .protocolError) }
        if let reason = ServerSession.reasonToEnd(for: packet) { return end(because: reason) }
        return receive(packet, now: now)
    }

    private mutating func receivedOnProbe(
        _ frame: Message,
        _ probe: Probe,
        of polling: Polling,
        now: Instant,
    ) -> [Action] {
        var polling = polling
        switch try? Packet(frame: frame) {
        case .ping(ServerSession.probeData):
            polling.probe?.nextNoop = probe.nextNoop ?? now
            state = .polling(polling)
            return [.sendWebSocket(Packet.pong(ServerSession.probeData).frame)] + answerPoll(now: now)
        case .upgrade where probe.nextNoop != nil:
            return upgrade(from: polling)
        default:
            polling.probe = nil
            state = .polling(polling)
            return [.closeWebSocket]
        }
    }

    private mutating func upgrade(from polling: Polling) -> [Action] {
        state = .webSocket(polling.heartbeat)
        // Stock clients hold no poll any more; another's must not be left without an answer.
        let answer: [Action] = polling.isPollHeld ? [.respondToPoll(Payload.encode([.noop]))] : []
        return answer + [.upgraded] + outbox.takeAll().map { .sendWebSocket($0.frame) }
    }
}
