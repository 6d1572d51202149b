/// The tasks that wait for one of the server's own workers and those that are worked on: who starts next, and when.
///
/// The oldest whose type has a place free starts first. A plain value: `GeneratorPool` runs what it says, and time is an argument.
package struct WorkQueue: Sendable {
    /// One attempt at one task.
    package struct Job: Sendable, Hashable {
        package let id: String
        package let type: String
        package let attempt: Int

        package init(id: String, type: String, attempt: Int) {
            self.id = id
            self.type = type
            self.attempt = attempt
        }
    }

    /// What is to be done to a job.
    package enum Action: Sendable, Equatable {
        case start(Job)
        /// End it in its grace time, or at once; `ended` is to be called when nothing is left of it.
        case end(Job, isForced: Bool)
        /// The same for one that has taken too long.
        case expire(Job)
    }

    /// Those who wait for one type, the oldest first.
    private struct Line {
        let generator: Generator
        var waiting: [(number: Int, job: Job)] = []
        var runningCount = 0

        var hasPlace: Bool { runningCount < generator.concurrency }
    }

    private struct Run {
        let job: Job
        var deadline: Duration?
        var isEnding = false
        var isForced = false
    }

    /// Places that are told to those who wait, so that a start changes so many tasks at most; further back a number says little.
    package static let toldPlaces = 10

    private let workers: Int
    private let limit: Int
    private var lines: [String: Line]
    private var runs: [String: Run] = [:]
    private var waitingIDs: Set<String> = []
    private var lastNumber = 0
    private var told: [Job: Int] = [:]
    private var isStopping = false

    /// - Parameters:
    ///   - workers: Jobs that run at a time, of all types.
    ///   - limit: Jobs that may wait.
    package init(_ generators: [Generator], workers: Int, limit: Int) {
        self.workers = max(1, workers)
        self.limit = limit
        lines = Dictionary(generators.map { ($0.type, Line(generator: $0)) }, uniquingKeysWith: { $1 })
    }

    package var waitingCount: Int { waitingIDs.count }
    package var runningCount: Int { runs.count }

    /// Whether anything of a task is there that has to end before another attempt may begin.
    package func isRunning(_ id: String) -> Bool { runs[id] != nil }

    /// Whether a task waits or anything of it runs.
    package func contains(_ id: String) -> Bool { runs[id] != nil || waitingIDs.contains(id) }

    /// Why a new task of that type would not be taken; nil when it would.
    package func refusal(of type: String) -> WorkRefusal? {
        guard let line = lines[type] else { return .unknownType(type, known: lines.keys.sorted()) }
        if isStopping { return .stopping }
        let startsAtOnce = runs.count < workers && line.hasPlace
        return startsAtOnce || waitingCount < limit ? nil : .full(limit: limit)
    }

    /// Takes a job, also where `refusal` would refuse a new one: what was acknowledged once comes back whatever has changed.
    ///
    /// An earlier attempt at the same task that still waits gives way.
    package mutating func add(_ job: Job, at now: Duration) -> [Action] {
        leave(job.id)
        guard lines[job.type] != nil else { return [] }
        lastNumber += 1
        lines[job.type]?.waiting.append((lastNumber, job))
        waitingIDs.insert(job.id)
        return startNext(at: now)
    }

    /// Has a task's work end, or lets it wait no longer; asked for once more, only force makes a difference.
    package mutating func end(_ id: String, isForced: Bool = false) -> [Action] {
        leave(id)
        guard var run = runs[id], !run.isEnding || isForced && !run.isForced else { return [] }
        run.isEnding = true
        run.isForced = run.isForced || isForced
        runs[id] = run
        return [.end(run.job, isForced: isForced)]
    }

    /// Nothing is left of a job: its place is free.
    package mutating func ended(_ job: Job, at now: Duration) -> [Action] {
        guard runs[job.id]?.job == job else { return [] }
        runs[job.id] = nil
        lines[job.type]?.runningCount -= 1
        return startNext(at: now)
    }

    /// Ends what has taken too long.
    package mutating func timePassed(_ now: Duration) -> [Action] {
        var actions: [Action] = []
        for (id, run) in runs where !run.isEnding && run.deadline.map({ $0 <= now }) == true {
            runs[id]?.isEnding = true
            actions.append(.expire(run.job))
        }
        return actions
    }

    /// When `timePassed` will have something to do.
    package var nextDeadline: Duration? {
        runs.values.compactMap { $0.isEnding ? nil : $0.deadline }.min()
    }

    /// Starts nothing any more, and ends what runs; the rest waits for the next life of the server.
    package mutating func stop() -> [Action] {
        isStopping = true
        return runs.keys.sorted().flatMap { end($0) }
    }

    /// The first places in the line of each type, counted from 1, as far as they have changed since the last call.
    package mutating func newPlaces() -> [(job: Job, place: Int)] {
        var changed: [(job: Job, place: Int)] = []
        var places: [Job: Int] = [:]
        for (_, line) in lines.sorted(by: { $0.key < $1.key }) {
            for (index, entry) in line.waiting.prefix(WorkQueue.toldPlaces).enumerated() {
                places[entry.job] = index + 1
                if told[entry.job] != index + 1 { changed.append((entry.job, index + 1)) }
            }
        }
        told = places
        return changed
    }

    private mutating func leave(_ id: String) {
        guard waitingIDs.remove(id) != nil else { return }
        for type in lines.keys { lines[type]?.waiting.removeAll { $0.job.id == id } }
    }

    private mutating func startNext(at now: Duration) -> [Action] {
        var actions: [Action] = []
        while !isStopping, runs.count < workers, let job = takeNext() {
            let deadline = lines[job.type]?.generator.timeout.map { now + $0 }
            runs[job.id] = Run(job: job, deadline: deadline)
            actions.append(.start(job))
        }
        return actions
    }

    /// The oldest job whose type has a place; one whose last attempt is still ending is passed over until that is gone.
    private mutating func takeNext() -> Job? {
        var oldest: (type: String, index: Int, number: Int)?
        for (type, line) in lines where line.hasPlace {
            guard let index = line.waiting.firstIndex(where: { runs[$0.job.id] == nil }) else { continue }
            let number = line.waiting[index].number
            if oldest.map({ number < $0.number }) ?? true { oldest = (type, index, number) }
        }
        guard let oldest, var line = lines[oldest.type] else { return nil }
        let job = line.waiting.remove(at: oldest.index).job
        waitingIDs.remove(job.id)
        line.runningCount += 1
        lines[oldest.type] = line
        return job
    }
}
