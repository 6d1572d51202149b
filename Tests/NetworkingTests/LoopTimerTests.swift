import Networking
import TestSupport
import Testing

@EventLoop
struct LoopTimerTests {
    @Test
    func `timers fire in the order of their deadlines`() async {
        var log: [Int] = []
        await withCheckedContinuation { continuation in
            let late = LoopTimer {
                log.append(2)
                continuation.resume()
            }
            let early = LoopTimer { log.append(1) }
            let never = LoopTimer { log.append(3) }
            late.schedule(after: .milliseconds(20))
            early.schedule(after: .milliseconds(5))
            never.schedule(after: .milliseconds(1))
            never.cancel()
            #expect(late.isRunning && !never.isRunning)
        }
        #expect(log == [1, 2])
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `timers set, set again and cancelled at random fire like a sorted list`(seed: UInt64) async {
        var generator = SeededGenerator(seed: seed)
        var model: [Int: Duration] = [:]
        var fired: [Int] = []
        let timers = (0..<200).map { number in LoopTimer { fired.append(number) } }
        for _ in 0..<1000 {
            let number = Int.random(in: 0..<timers.count, using: &generator)
            if Int.random(in: 0..<3, using: &generator) == 0 {
                timers[number].cancel()
                model[number] = nil
            } else {
                let deadline = EventLoop.now + .microseconds(Int.random(in: -500...3000, using: &generator))
                timers[number].schedule(at: deadline)
                model[number] = deadline
            }
        }
        for (number, timer) in timers.enumerated() { #expect(timer.isRunning == (model[number] != nil)) }
        await untilFired(at: EventLoop.now + .milliseconds(5))
        #expect(fired.map { model[$0] } == model.values.sorted())
        #expect(Set(fired).count == fired.count)
        #expect(timers.allSatisfy { !$0.isRunning })
    }

    @Test
    func `a timer can cancel another that is due in the same turn`() async {
        var fired = false
        let second = LoopTimer { fired = true }
        let first = LoopTimer { second.cancel() }
        first.schedule(at: EventLoop.now - .milliseconds(2))
        second.schedule(at: EventLoop.now - .milliseconds(1))
        await untilFired(at: EventLoop.now)
        #expect(!fired)
        #expect(!second.isRunning)
    }

    @Test
    func `a timer can put off another that is due in the same turn`() async {
        var log: [Int] = []
        await withCheckedContinuation { continuation in
            let second = LoopTimer {
                log.append(2)
                continuation.resume()
            }
            let first = LoopTimer {
                log.append(1)
                second.schedule(after: .milliseconds(2))
            }
            let third = LoopTimer { log.append(3) }
            for (timer, offset) in [(first, 3), (second, 2), (third, 1)] {
                timer.schedule(at: EventLoop.now - .milliseconds(offset))
            }
        }
        #expect(log == [1, 3, 2])
    }

    @Test
    func `a timer that is due again at once lets other work in between`() async {
        var log: [String] = []
        await withCheckedContinuation { continuation in
            var again: LoopTimer?
            let timer = LoopTimer {
                log.append("timer")
                EventLoop.post { log.append("work") }
                guard log.count < 6 else {
                    again = nil
                    return continuation.resume()
                }
                again?.schedule(at: EventLoop.now)
            }
            again = timer
            timer.schedule(at: EventLoop.now)
        }
        #expect(log.prefix(6) == ["timer", "work", "timer", "work", "timer", "work"])
    }

    private func untilFired(at deadline: Duration) async {
        await withCheckedContinuation { continuation in
            let timer = LoopTimer { continuation.resume() }
            timer.schedule(at: deadline)
        }
    }
}
