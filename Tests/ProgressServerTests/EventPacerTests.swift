import ProgressModel
import TestSupport
import Testing

@testable import ProgressServer

/// A pacer with its clock: what it sends, by `seq`.
private struct Stage {
    var pacer: EventPacer
    var now = Duration.zero

    init(rate: Double) { pacer = EventPacer(rate: rate) }

    mutating func take(_ seq: Int, _ id: String = "a", status: TaskStatus = .started, isUrgent: Bool = false) -> [Int] {
        var task = GenerationTask(id: id, type: "t", createdAt: Timestamp(seconds: 0))
        task.seq = seq
        task.status = status
        return pacer.take(task, isUrgent: isUrgent, now: now).map(\.seq)
    }

    mutating func endTurn() -> [Int] { pacer.endTurn(now: now).map(\.seq) }

    mutating func pass(_ time: Duration) -> [Int] {
        now += time
        return pacer.timePassed(now: now).map(\.seq)
    }
}

private struct Sent {
    let seq: Int
    let at: Duration
    /// Or held back before what was urgent.
    let isUrgent: Bool
}

@Suite struct EventPacerTests {
    @Test func `of what one turn brings, the newest state of each task is sent once`() {
        var stage = Stage(rate: 10)
        for seq in 1...5 { #expect(stage.take(seq).isEmpty) }
        #expect(stage.take(70, "b").isEmpty)
        #expect(stage.endTurn() == [5, 70])
        #expect(stage.endTurn() == [])
    }

    @Test func `within the window only the newest is kept, and sent when it ends`() {
        var stage = Stage(rate: 10)
        #expect(stage.take(1).isEmpty)
        #expect(stage.endTurn() == [1])
        for seq in 2...9 {
            #expect(stage.take(seq).isEmpty)
            #expect(stage.endTurn() == [])
        }
        #expect(stage.pass(.milliseconds(99)) == [])
        #expect(stage.pass(.milliseconds(1)) == [9])
        #expect(stage.take(10).isEmpty)
        #expect(stage.endTurn() == [], "the newest at the end of the window opens the next one")
        #expect(stage.pass(.milliseconds(100)) == [10])
        #expect(stage.pass(.milliseconds(100)) == [])
        #expect(stage.pacer.nextDeadline == nil)
        #expect(stage.take(11).isEmpty)
        #expect(stage.endTurn() == [11], "after a quiet window the first goes at once")
    }

    @Test func `what is urgent goes at once, after what was held back`() {
        var stage = Stage(rate: 10)
        #expect(stage.take(1, isUrgent: true) == [1])
        #expect(stage.take(2).isEmpty)
        #expect(stage.endTurn() == [])
        #expect(stage.take(3, isUrgent: true) == [2, 3])
        #expect(stage.take(4).isEmpty)
        #expect(stage.take(5, status: .completed, isUrgent: true) == [4, 5])
        #expect(stage.endTurn() == [])
        #expect(stage.pass(.seconds(1)) == [])
        #expect(stage.pacer.nextDeadline == nil)
    }

    @Test func `with a rate of 0 every state is sent in order`() {
        var stage = Stage(rate: 0)
        #expect((1...3).flatMap { stage.take($0) } == [1, 2, 3])
        #expect(stage.endTurn() == [])
        #expect(stage.pacer.nextDeadline == nil)
    }

    @Test func `what is held can be had before its time, once`() {
        var stage = Stage(rate: 10)
        _ = stage.take(1, isUrgent: true)
        _ = stage.take(1, "b", isUrgent: true)
        _ = stage.take(2)
        _ = stage.take(2, "b")
        #expect(stage.pacer.release("a")?.seq == 2)
        #expect(stage.pacer.releaseAll().map(\.id) == ["b"])
        #expect(stage.endTurn() == [])
        #expect(stage.pass(.seconds(1)) == [])
    }

    @Test(arguments: 1...20)
    func `whatever comes, each task's last state arrives, in order and never faster than the rate`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let rates: [Double] = [0, 1, 10, 60, 1000]
        let rate = rates[Int.random(in: rates.indices, using: &generator)]
        var stage = Stage(rate: rate)
        var given: [String: Int] = [:]
        var sent: [String: [Sent]] = [:]
        func send(_ tasks: [GenerationTask], isUrgent: Bool = false) {
            for task in tasks {
                sent[task.id, default: []].append(Sent(seq: task.seq, at: stage.now, isUrgent: isUrgent))
            }
        }
        for _ in 0..<400 {
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                let id = "task \(Int.random(in: 1...3, using: &generator))"
                let isUrgent = Int.random(in: 0..<10, using: &generator) == 0
                var task = GenerationTask(id: id, type: "t", createdAt: Timestamp(seconds: 0))
                given[id, default: 0] += 1
                task.seq = given[id] ?? 0
                send(stage.pacer.take(task, isUrgent: isUrgent, now: stage.now), isUrgent: isUrgent)
            }
            send(stage.pacer.endTurn(now: stage.now))
            stage.now += .milliseconds(Int.random(in: 0...40, using: &generator))
            send(stage.pacer.timePassed(now: stage.now))
        }
        stage.now += .seconds(2)
        send(stage.pacer.timePassed(now: stage.now))
        for (id, last) in given {
            let events: [Sent] = sent[id] ?? []
            #expect(events.last?.seq == last)
            for (earlier, later) in zip(events, events.dropFirst()) {
                #expect(earlier.seq < later.seq)
                guard rate > 0, !later.isUrgent, later.at != earlier.at else { continue }
                #expect(later.at - earlier.at >= .seconds(1 / rate))
            }
        }
    }
}
