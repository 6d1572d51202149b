import JSON
import Networking
import Web

/// Stopping well: nobody is cut off in the middle of a word, and everybody knows when to come back.
extension ProgressServer {
    private static let lookInterval: Duration = .milliseconds(5)
    /// How long clients have to take what was sent last and to close their side.
    private static let farewellTime: Duration = .milliseconds(300)
    /// The earliest that a client is asked to come back, and over how long the others are spread: a millisecond for each.
    private static let absence: Duration = .milliseconds(250)
    private static let spread = 500...10_000

    /// Stops accepting and tells the clients; then ends every session and connection after the answers it still waits for.
    ///
    /// - Parameters:
    ///   - time: What has not ended by then is cut off.
    ///   - completed: Called once, when nothing is left to wait for.
    package func stop(within time: Duration, completed: @escaping @EventLoop () -> Void) {
        let deadline = EventLoop.now + time
        housekeeping.stop()
        rest.isDraining = true
        http.stopAccepting()
        sayWhenToComeBack()
        cancellations.answerAll()
        // Also where nobody asks: all that has changed so far is kept before anything is closed.
        heldAnswers.hold { _ in }
        publisher.publishEverything()
        wait(until: deadline, for: { [self] in heldAnswers.isEmpty }) { [self] in
            socketIO.close()
            wait(until: deadline, for: { [self] in !http.isBusy }) { [self] in
                http.stop()
                let end = min(deadline, EventLoop.now + ProgressServer.farewellTime)
                wait(until: end, for: { Connection.openCount == 0 }, then: completed)
            }
        }
    }

    private func wait(
        until deadline: Duration,
        for condition: @escaping @EventLoop () -> Bool,
        then next: @escaping @EventLoop () -> Void,
    ) {
        if condition() || EventLoop.now >= deadline { return next() }
        let timer = LoopTimer { [self] in wait(until: deadline, for: condition, then: next) }
        timer.schedule(after: ProgressServer.lookInterval)
    }

    private func sayWhenToComeBack() {
        let sockets = clients.sockets
        let spread = min(max(sockets.count, ProgressServer.spread.lowerBound), ProgressServer.spread.upperBound)
        for socket in sockets {
            let delay = ProgressServer.absence + .milliseconds(Int.random(in: 0...spread))
            socket.emit("server_draining", ["reconnect_after_ms": .integer(Int64(delay / .milliseconds(1)))])
        }
    }
}
