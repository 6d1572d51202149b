/// The session's one clock: heartbeat, probe, the pace of noops, the wait for a last poll.
extension ServerSession {
    /// When `timePassed(now:)` is next due; nil when nothing is.
    package var nextDeadline: Instant? {
        switch state {
        case .polling(let polling):
            let noop = polling.isPollHeld ? polling.probe?.nextNoop : nil
            return [polling.probe?.deadline, noop].compactMap(\.self).reduce(polling.heartbeat.deadline, min)
        case .webSocket(let heartbeat): return heartbeat.deadline
        case .closing(let limit): return limit
        case .closed: return nil
        }
    }

    /// Does what has become due.
    ///
    /// Every request and WebSocket message does it first, so a session whose time is over is dead to them even when
    /// the timer is late.
    package mutating func timePassed(now: Instant) -> [Action] {
        switch state {
        case .polling(let polling): timePassed(on: polling, now: now)
        case .webSocket(let heartbeat): timePassed(onWebSocket: heartbeat, now: now)
        case .closing(let limit): now >= limit ? end(because: .closedByServer) : []
        case .closed: []
        }
    }

    private mutating func timePassed(on polling: Polling, now: Instant) -> [Action] {
        var polling = polling
        switch polling.heartbeat.timePassed(now: now, options: options) {
        case .wait: break
        case .sendPing: outbox.append(.ping([]))
        case .timeOut: return end(because: .pingTimeout)
        }
        var actions: [Action] = []
        if let probe = polling.probe, now >= probe.deadline {
            polling.probe = nil
            actions = [.closeWebSocket]
        }
        state = .polling(polling)
        return actions + answerPoll(now: now)
    }

    private mutating func timePassed(onWebSocket heartbeat: Heartbeat, now: Instant) -> [Action] {
        var heartbeat = heartbeat
        let step = heartbeat.timePassed(now: now, options: options)
        state = .webSocket(heartbeat)
        return switch step {
        case .wait: []
        case .sendPing: [.sendWebSocket(Packet.ping([]).frame)]
        case .timeOut: end(because: .pingTimeout)
        }
    }
}
