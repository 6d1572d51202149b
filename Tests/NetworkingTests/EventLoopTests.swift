import Networking
import Testing

struct EventLoopTests {
    @Test
    func `work posted from a thread runs in order on the loop`() async {
        let order = await withCheckedContinuation { continuation in
            let log = Log()
            for number in 0..<100 { EventLoop.post { log.numbers.append(number) } }
            EventLoop.post { continuation.resume(returning: log.numbers) }
        }
        #expect(order == Array(0..<100))
    }

    @Test
    func `work posted from many threads all runs, each thread's in order`() async {
        let log = Log()
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<8 {
                group.addTask {
                    for number in 0..<1000 { EventLoop.post { log.numbers.append(thread * 1000 + number) } }
                }
            }
        }
        let numbers = await log.numbers
        #expect(numbers.sorted() == Array(0..<8000))
        for thread in 0..<8 {
            let own = numbers.filter { $0 / 1000 == thread }
            #expect(own == own.sorted())
        }
    }

    @Test @EventLoop
    func `a task can sleep and come back to the loop`() async throws {
        try await Task.sleep(for: .milliseconds(5))
        EventLoop.shared.preconditionIsolated()
    }
}

@EventLoop
private final class Log: Sendable {
    var numbers: [Int] = []
    nonisolated init() {}
}
