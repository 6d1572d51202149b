import Networking
import Testing

@Suite struct EventLoopTests {
    @Test func `work posted from a thread runs in order on the loop`() async {
        let order = await withCheckedContinuation { continuation in
            let log = Log()
            for number in 0..<100 { EventLoop.post { log.numbers.append(number) } }
            EventLoop.post { continuation.resume(returning: log.numbers) }
        }
        #expect(order == Array(0..<100))
    }

    @Test @EventLoop func `timers fire in the order of their deadlines`() async {
        let log = Log()
        await withCheckedContinuation { continuation in
            let late = LoopTimer {
                log.numbers.append(2); continuation.resume()
            }
            let early = LoopTimer { log.numbers.append(1) }
            let never = LoopTimer { log.numbers.append(3) }
            late.schedule(after: .milliseconds(20))
            early.schedule(after: .milliseconds(5))
            never.schedule(after: .milliseconds(1))
            never.cancel()
        }
        #expect(log.numbers == [1, 2])
    }

    @Test @EventLoop func `a task can sleep and come back to the loop`() async throws {
        try await Task.sleep(for: .milliseconds(5))
        EventLoop.shared.preconditionIsolated()
    }
}

@EventLoop private final class Log: Sendable {
    var numbers: [Int] = []
    nonisolated init() {}
}
