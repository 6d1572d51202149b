import Generation
import TestSupport
import Testing

/// Who of the waiting tasks starts, and when: transcripts of the queue.
struct WorkQueueTests {
    private static let generators = [
        Generator(type: "image", command: ["true"], concurrency: 2, timeout: .seconds(60)),
        Generator(type: "text", command: ["true"]),
    ]

    private func queue(workers: Int = 8, limit: Int = 100) -> WorkQueue {
        WorkQueue(WorkQueueTests.generators, workers: workers, limit: limit)
    }

    private func job(_ id: String, _ type: String = "image", attempt: Int = 1) -> WorkQueue.Job {
        WorkQueue.Job(id: id, type: type, attempt: attempt)
    }

    @Test func `each type runs as many as it may, and the oldest starts when a place is free`() {
        var queue = queue()
        #expect(queue.add(job("a"), at: .zero) == [.start(job("a"))])
        #expect(queue.add(job("b"), at: .zero) == [.start(job("b"))])
        #expect(queue.add(job("c"), at: .zero) == [])
        #expect(queue.add(job("d"), at: .zero) == [])
        #expect(queue.add(job("t", "text"), at: .zero) == [.start(job("t", "text"))])
        #expect(queue.ended(job("b"), at: .zero) == [.start(job("c"))])
        #expect(queue.ended(job("b"), at: .zero) == [], "an end is told once")
        #expect((queue.runningCount, queue.waitingCount) == (3, 1))
    }

    @Test func `the workers are shared by all types in the order of submission`() {
        var queue = queue(workers: 1)
        _ = queue.add(job("a"), at: .zero)
        _ = queue.add(job("t", "text"), at: .zero)
        _ = queue.add(job("b"), at: .zero)
        #expect(queue.ended(job("a"), at: .zero) == [.start(job("t", "text"))])
        #expect(queue.ended(job("t", "text"), at: .zero) == [.start(job("b"))])
    }

    @Test func `one that waits and is cancelled never starts, and one that runs is ended once`() {
        var queue = queue()
        for id in ["a", "b", "c", "d"] { _ = queue.add(job(id), at: .zero) }
        #expect(queue.end("c") == [])
        #expect(queue.end("a") == [.end(job("a"), isForced: false)])
        #expect(queue.end("a") == [])
        #expect(queue.end("a", isForced: true) == [.end(job("a"), isForced: true)])
        #expect(queue.end("a", isForced: true) == [])
        #expect(queue.isRunning("a"), "until it is gone, its place is taken")
        #expect(queue.ended(job("a"), at: .zero) == [.start(job("d"))])
        #expect(!queue.isRunning("a") && !queue.isRunning("c"))
    }

    @Test func `a new task is refused when too many wait, and when nobody does its type`() {
        var queue = queue(limit: 2)
        for id in ["a", "b", "c"] { _ = queue.add(job(id), at: .zero) }
        #expect(queue.refusal(of: "image") == nil)
        _ = queue.add(job("d"), at: .zero)
        #expect(queue.refusal(of: "image") == .full(limit: 2))
        #expect(queue.refusal(of: "sound") == .unknownType("sound", known: ["image", "text"]))
        #expect(WorkRefusal.unknownType("sound", known: ["image", "text"]).message.contains("image, text"))
        #expect(queue.refusal(of: "text") == nil, "one of another type has a place, and does not wait")
        _ = queue.end("d")
        #expect(queue.refusal(of: "image") == nil)
    }

    @Test func `where none may wait, one is taken as long as it finds a place`() {
        var queue = queue(workers: 2, limit: 0)
        #expect(queue.refusal(of: "text") == nil)
        _ = queue.add(job("t", "text"), at: .zero)
        #expect(queue.refusal(of: "text") == .full(limit: 0))
        #expect(queue.refusal(of: "image") == nil)
        _ = queue.add(job("a"), at: .zero)
        #expect(queue.refusal(of: "image") == .full(limit: 0), "its type has a place, but all workers are busy")
    }

    @Test func `what takes longer than its type may is ended, at that moment and once`() {
        var queue = queue()
        _ = queue.add(job("a"), at: .seconds(10))
        _ = queue.add(job("t", "text"), at: .seconds(10))
        #expect(queue.nextDeadline == .seconds(70))
        #expect(queue.timePassed(.seconds(69)) == [])
        #expect(queue.timePassed(.seconds(70)) == [.expire(job("a"))])
        #expect(queue.timePassed(.seconds(71)) == [] && queue.nextDeadline == nil)
    }

    @Test func `places are told as they change, the first of each type only`() {
        var queue = queue()
        for number in 1...20 { _ = queue.add(job("\(number)"), at: .zero) }
        let first = queue.newPlaces()
        #expect(first.map(\.place) == Array(1...WorkQueue.toldPlaces))
        #expect(first.map(\.job.id) == (3...12).map { "\($0)" })
        #expect(queue.newPlaces().isEmpty)
        _ = queue.end("5")
        #expect(queue.newPlaces().map { "\($0.job.id) \($0.place)" } == (6...13).map { "\($0) \($0 - 3)" })
    }

    @Test func `a new attempt waits until the last one is gone, and takes the place of one that waits`() {
        var queue = queue()
        _ = queue.add(job("a"), at: .zero)
        #expect(queue.add(job("a", attempt: 2), at: .zero) == [])
        #expect(queue.add(job("a", attempt: 3), at: .zero) == [])
        #expect(queue.add(job("b"), at: .zero) == [.start(job("b"))], "others are not held up")
        #expect(queue.ended(job("a"), at: .zero) == [.start(job("a", attempt: 3))])
        #expect(queue.waitingCount == 0)
    }

    @Test func `a stopping queue ends what runs and starts nothing`() {
        var queue = queue()
        for id in ["a", "b", "c"] { _ = queue.add(job(id), at: .zero) }
        #expect(queue.stop() == [.end(job("a"), isForced: false), .end(job("b"), isForced: false)])
        #expect(queue.ended(job("a"), at: .zero) == [])
        #expect(queue.refusal(of: "image") == .stopping)
    }

    @Test(arguments: 1...200) func `whatever happens in whatever order, the bounds hold and nobody is forgotten`(
        _ seed: Int
    ) {
        var random = SeededGenerator(seed: UInt64(seed))
        var world = QueueWorld(workers: Int.random(in: 1...4, using: &random))
        for step in 0..<300 { world.step(step, using: &random) }
        world.finish()
    }
}

/// A queue and what its actions have led to so far.
private struct QueueWorld {
    private static let limits = ["image": 2, "text": 1, "sound": 3]

    private let workers: Int
    private var queue: WorkQueue
    private var running: Set<WorkQueue.Job> = []
    private var waiting: [WorkQueue.Job] = []
    private var now: Duration = .zero
    private var lastID = 0

    init(workers: Int) {
        self.workers = workers
        let generators = QueueWorld.limits.map { type, limit in
            Generator(type: type, command: ["true"], concurrency: limit, timeout: type == "text" ? .seconds(20) : nil)
        }
        queue = WorkQueue(generators, workers: workers, limit: 1000)
    }

    mutating func step(_ step: Int, using random: inout SeededGenerator) {
        now += .seconds(1)
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<4:
            lastID += 1
            let type = QueueWorld.limits.keys.sorted().randomElement(using: &random) ?? ""
            let job = WorkQueue.Job(id: "\(lastID)", type: type, attempt: 1)
            waiting.append(job)
            take(queue.add(job, at: now))
        case 4..<7:
            guard let job = running.sorted(by: { $0.id < $1.id }).randomElement(using: &random) else { break }
            running.remove(job)
            take(queue.ended(job, at: now))
        case 7:
            let id = "\(Int.random(in: 1...max(1, lastID), using: &random))"
            take(queue.end(id, isForced: Bool.random(using: &random)))
            waiting.removeAll { $0.id == id }
        default: take(queue.timePassed(now))
        }
        check()
    }

    /// Lets all that runs end, until nothing is left.
    mutating func finish() {
        while let job = running.first {
            running.remove(job)
            take(queue.ended(job, at: now))
            check()
        }
        #expect(waiting.isEmpty && queue.waitingCount == 0)
    }

    private mutating func take(_ actions: [WorkQueue.Action]) {
        for action in actions {
            switch action {
            case .start(let job):
                #expect(job == waiting.first { isFree($0.type) }, "the oldest that has a place")
                waiting.removeAll { $0 == job }
                #expect(running.insert(job).inserted)
            case .end(let job, _), .expire(let job): #expect(running.contains(job))
            }
        }
    }

    private func isFree(_ type: String) -> Bool {
        running.count < workers && running.count { $0.type == type } < QueueWorld.limits[type, default: 0]
    }

    private func check() {
        #expect(running.count <= workers)
        for (type, limit) in QueueWorld.limits { #expect(running.count { $0.type == type } <= limit) }
        #expect(!waiting.contains { isFree($0.type) }, "nobody waits while there is a place")
        #expect(queue.runningCount == running.count && queue.waitingCount == waiting.count)
    }
}
