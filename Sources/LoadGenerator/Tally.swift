import Networking

/// What has come of the reports sent: counted once for all subscribers, at the moment each event is read from its socket.
@EventLoop
final class Tally {
    /// Events that subscribers are to get, and did get.
    private(set) var expected = 0
    private(set) var delivered = 0
    /// Reports that subscribers know of by now: an event brings its subscriber up to its number, also past some that were left out.
    private var known = 0
    /// Events that came after a later one of the same task.
    private(set) var outOfOrder = 0
    private(set) var latency = LatencyHistogram()
    /// Bytes of the events' payloads.
    private(set) var byteCount = 0
    private(set) var lastDelivery: UInt64 = 0
    /// Answers that say a report was refused, and the first of them.
    private(set) var refusals = 0
    private(set) var firstRefusal: String?
    /// Called once in a turn in which events came.
    var eventsCame: (@EventLoop () -> Void)?
    private var stampPlace = 0
    private var isCallPending = false

    /// Begins to count anew, for what is sent from now on.
    func reset() {
        (expected, delivered, known, outOfOrder, byteCount) = (0, 0, 0, 0, 0)
        latency = LatencyHistogram()
    }

    func sentReport(to subscribers: Int) {
        expected += subscribers
    }

    /// Whether every subscriber knows the newest report.
    var isUpToDate: Bool { known >= expected }

    /// Events that subscribers do not know of yet.
    var unknown: Int { expected - known }

    /// Takes an event that may carry a stamp.
    ///
    /// - Parameter last: The number of the newest report this subscriber knew of, brought up to date.
    func received(_ event: Span<UInt8>, at now: UInt64, last: inout Int) {
        guard let stamp = Stamp.find(in: event, hint: &stampPlace) else { return }
        delivered += 1
        byteCount += event.count
        lastDelivery = now
        latency.record(now > stamp.sentAt ? now - stamp.sentAt : 0)
        if stamp.number > last {
            known += stamp.number - last
            last = stamp.number
        } else {
            outOfOrder += 1
        }
        announce()
    }

    func refused(_ answer: String) {
        refusals += 1
        firstRefusal = firstRefusal ?? answer
    }

    private func announce() {
        guard eventsCame != nil, !isCallPending else { return }
        isCallPending = true
        EventLoop.post {
            self.isCallPending = false
            self.eventsCame?()
        }
    }
}
