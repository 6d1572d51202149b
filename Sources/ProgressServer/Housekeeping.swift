import Networking
import ProgressModel

/// What the server does as time goes by: tells which tasks have stalled, lets leases run out, and removes finished tasks.
///
/// While nothing is in progress there is little to wait for, and the server sleeps longer; any change shortens that.
@EventLoop
final class Housekeeping {
    private static let shortPause: Duration = .seconds(1)
    private static let longPause: Duration = .seconds(60)
    /// Finished tasks removed at a time, and the pause after that while there are more: it never holds up the loop.
    private static let cleaningStep = 100
    private static let cleaningPause: Duration = .milliseconds(10)

    private let manager: ProgressManager
    private let retention: Retention
    private let clock: @Sendable () -> Timestamp
    private lazy var timer = LoopTimer { [weak self] in self?.keepHouse() }
    private var lastLook: (moment: Duration, time: Timestamp)
    private var pause = Housekeeping.shortPause

    init(manager: ProgressManager, retention: Retention, clock: @escaping @Sendable () -> Timestamp) {
        self.manager = manager
        self.retention = retention
        self.clock = clock
        lastLook = (EventLoop.now, clock())
    }

    func start() {
        lastLook = (EventLoop.now, clock())
        sleep(for: Housekeeping.cleaningPause)
    }

    func stop() {
        timer.cancel()
    }

    /// Something has changed, so that more may be due than was when the timer was set.
    func noticed() {
        guard timer.isRunning, pause > Housekeeping.shortPause else { return }
        lastLook = (EventLoop.now, clock())
        sleep(for: Housekeeping.shortPause)
    }

    private func sleep(for pause: Duration) {
        self.pause = pause
        timer.schedule(after: pause)
    }

    private func keepHouse() {
        checkSilences()
        let removed = manager.cleanUp(keeping: retention, atMost: Housekeeping.cleaningStep, at: clock())
        let isMore = removed.count == Housekeeping.cleaningStep
        sleep(for: isMore ? Housekeeping.cleaningPause : nextPause)
    }

    private var nextPause: Duration {
        guard manager.nextDeadline == nil else { return Housekeeping.shortPause }
        let precision = Duration.seconds(max(0, min(3600, retention.seconds / 10)))
        return max(Housekeeping.shortPause, min(precision, Housekeeping.longPause))
    }

    /// After a pause of this process, or a jump of the wall clock, what workers said meanwhile may wait unread, or they were
    /// paused too: their silences begin anew, lest leases run out that were renewed.
    private func checkSilences() {
        let now = clock()
        let (elapsed, shown) = (EventLoop.now - lastLook.moment, now - lastLook.time)
        let jump = abs(shown - elapsed / .seconds(1))
        lastLook = (EventLoop.now, now)
        if elapsed > max(pause, Housekeeping.shortPause) * 3 || jump > 2 {
            manager.excuseSilence(until: now)
        } else {
            manager.timePassed(now)
        }
    }
}
