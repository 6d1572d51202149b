import Glibc
package import Screen

/// What is shown on a terminal and answers its keys; its whole contact with the outside is through these calls.
package protocol TerminalApplication {
    /// What other threads post to it.
    associatedtype Event: Sendable

    /// A key was typed. Ctrl-Z and Ctrl-L never arrive: the loop suspends and repaints by itself.
    mutating func keyPressed(_ key: Key, at now: ContinuousClock.Instant)

    /// Events arrived, oldest first; so many among and before them were thrown away because too many were waiting.
    ///
    /// - Returns: whether somebody waits to see what they change; what moves anyway is painted less often.
    mutating func received(_ events: [Event], lostCount: Int, at now: ContinuousClock.Instant) -> Bool

    /// What is wanted of the terminal besides pictures since the last call; asked for after each frame and key.
    mutating func takeRequests() -> [TerminalRequest]

    /// True ends the loop.
    var isFinished: Bool { get }

    /// When the screen changes next although nothing happens, a fixed instant; nil for never.
    var nextRedraw: ContinuousClock.Instant? { get }

    /// The picture of this moment; nil when it would be the one given last for this size.
    mutating func frame(size: Size, at now: ContinuousClock.Instant) -> Frame?
}

extension Terminal {
    /// Runs the application until it has finished, a signal ends it, or the terminal goes away.
    ///
    /// Sleeps until there is a key, an event, a signal, or the time to redraw; idle costs nothing. After an end by signal
    /// the terminal may be one that does not read: print nothing, or the process waits for it again.
    package mutating func run<Application: TerminalApplication>(
        _ application: inout Application,
        events port: EventPort<Application.Event>,
    ) -> LoopEnd {
        var pacer = FramePacer()
        while !application.isFinished {
            let due = pacer.nextPaint(redraw: application.nextRedraw, now: .now)
            // Read after that, lest what is due at once is always due a little later, and is never painted.
            let now = ContinuousClock.now
            if let due, due <= now {
                if let frame = application.frame(size: size, at: now) { paint(frame) }
                for request in application.takeRequests() { perform(request) }
                pacer.painted(from: now, to: .now)
                if let reason = endReason { return reason }
            }
            let ready = Ready(
                signals: signals.descriptor,
                events: port.descriptor,
                until: pacer.nextPaint(redraw: application.nextRedraw, now: .now),
            )
            if ready.signals, let end = handleSignals(&pacer) { return end }
            if ready.keys, !deliverKeys(to: &application, &pacer) { return .hungUp }
            if ready.events, case let batch = port.take(), !batch.isEmpty {
                let isUrgent = application.received(batch.events, lostCount: batch.lostCount, at: .now)
                pacer.inputArrived(isUrgent: isUrgent)
            }
        }
        return .finished
    }

    private mutating func handleSignals(_ pacer: inout FramePacer) -> LoopEnd? {
        for signal in signals.take() {
            switch signal {
            case .end(let reason): return reason
            case .resize:
                resize()
                pacer.inputArrived()
                continue
            case .stop: suspend(wholeJob: false)
            case .resume: resume()
            }
            pacer.screenWasLost()
        }
        return endReason
    }

    /// False when the terminal has gone.
    private mutating func deliverKeys(
        to application: inout some TerminalApplication,
        _ pacer: inout FramePacer,
    ) -> Bool {
        guard let keys = readKeys() else { return false }
        for key in keys {
            switch key {
            case .control("z"):
                suspend(wholeJob: true)
                pacer.screenWasLost()
            case .control("l"):
                invalidate()
                pacer.inputArrived()
            default:
                application.keyPressed(key, at: .now)
                pacer.inputArrived()
            }
        }
        return true
    }
}

/// What woke the loop.
private struct Ready {
    let keys: Bool
    let signals: Bool
    let events: Bool

    /// Sleeps until one of the descriptors has something to say or the time has come.
    init(signals: Int32, events: Int32, until deadline: ContinuousClock.Instant?) {
        var descriptors = [STDIN_FILENO, signals, events].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        _ = unsafe poll(&descriptors, nfds_t(descriptors.count), Ready.milliseconds(until: deadline))
        keys = descriptors[0].revents != 0
        self.signals = descriptors[1].revents != 0
        self.events = descriptors[2].revents != 0
    }

    /// Rounded up, lest the loop spins through the last fraction of a millisecond; -1 is for ever.
    private static func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
        guard let deadline else { return -1 }
        let remaining = (deadline - .now) / Duration.milliseconds(1)
        return Int32(min(max(0, remaining.rounded(.up)), 60_000))
    }
}
