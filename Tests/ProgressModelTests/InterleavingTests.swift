import JSON
import ProgressModel
import Synchronization
import TestSupport
import Testing

/// Eight threads do at random what can be done, while a ninth takes the changes away.
struct InterleavingTests {
    @Test(arguments: [1, 20, 300, 4_000, 50_000] as [UInt64])
    func `every change is in the outbox once and in order`(seed: UInt64) throws {
        let wakes = Mutex(0)
        let manager = ProgressManager(epoch: "test") { wakes.withLock { $0 += 1 } }
        let shared = Shared()
        var log: [Change] = []
        var drains = 0
        let drain = {
            let changes = manager.takeChanges()
            drains += changes.isEmpty ? 0 : 1
            log += changes
        }
        onThreads(8, meanwhile: drain) { thread in
            var caller = RandomCaller(manager: manager, shared: shared, seed: seed &+ UInt64(thread) &* 7919)
            for _ in 0..<400 { caller.actOnce() }
        }
        let told = shared.told.withLock { $0 }
        let history = History(log)
        #expect(history.stamps == told.stamps.union(history.stallStamps), "told to callers and emitted differ")
        #expect(history.removed == told.removed)
        #expect(wakes.withLock { $0 } == drains)
        for id in told.ids { #expect(manager.record(id) == history.last[id]) }
        #expect(try manager.tasks().tasks.count == history.last.count)
        #expect(manager.countsByStatus.values.reduce(0, +) == history.last.count)
        #expect(history.endings > 20 && history.stallStamps.count > 0, "the walk visits too little")
    }
}

/// One change of one task.
private struct Stamp: Hashable {
    let id: String
    let seq: Int
}

/// What the callers were told by the return values.
private struct Told {
    var ids: [String] = []
    var stamps: Set<Stamp> = []
    var removed: Set<String> = []
}

/// What all threads know together.
private final class Shared: Sendable {
    let told = Mutex(Told())
}

/// What the outbox says, checked against the rules of a task's life while it is read.
private struct History {
    private(set) var last: [String: GenerationTask] = [:]
    private(set) var stamps: Set<Stamp> = []
    private(set) var stallStamps: Set<Stamp> = []
    private(set) var removed: Set<String> = []
    private(set) var endings = 0

    init(_ log: [Change]) {
        for change in log {
            switch change {
            case .updated(let task, _): note(task)
            case .noted(let note): if note.collection == .removedTasks { #expect(removed.contains(note.key)) }
            case .removed(let id):
                let task = last.removeValue(forKey: id)
                #expect(task?.status.isTerminal == true, "removed twice, before its end or never created")
                removed.insert(id)
            }
        }
    }

    private mutating func note(_ task: GenerationTask) {
        let previous = last.updateValue(task, forKey: task.id)
        #expect(!removed.contains(task.id), "changed after its removal")
        #expect(task.seq == (previous?.seq ?? 0) + 1, "a gap, a repetition or a disorder")
        stamps.insert(Stamp(id: task.id, seq: task.seq))
        guard let previous else { return }
        if previous.status.isTerminal { noteAfterEnd(task, previous) }
        if task.isStalled { stallStamps.insert(Stamp(id: task.id, seq: task.seq)) }
        if task.status.isTerminal, !previous.status.isTerminal { endings += 1 }
    }

    private func noteAfterEnd(_ task: GenerationTask, _ previous: GenerationTask) {
        var released = previous
        released.isReleasing = false
        released.seq = task.seq
        released.updatedAt = task.updatedAt
        #expect(task == released && previous.isReleasing, "changed after its end")
    }
}

/// One thread's walk through what workers, operators and the clock may do.
private struct RandomCaller {
    private let manager: ProgressManager
    private let shared: Shared
    private var random: SeededGenerator
    private var now = Timestamp(seconds: 1_700_000_000)

    init(manager: ProgressManager, shared: Shared, seed: UInt64) {
        self.manager = manager
        self.shared = shared
        random = SeededGenerator(seed: seed)
    }

    mutating func actOnce() {
        now = now + Double.random(in: 0...2, using: &random)
        guard let id = shared.told.withLock({ $0.ids.randomElement(using: &random) }) else { return create() }
        switch Int.random(in: 0..<100, using: &random) {
        case ..<8: create()
        case ..<70: note(try? manager.report(id, randomReport(), at: now))
        case ..<74: note(try? manager.complete(id, result: ["n": 1], at: now))
        case ..<76: note(try? manager.fail(id, error: "no", at: now))
        case ..<80: note(try? manager.cancel(id, by: .worker, workerAttached: Bool.random(using: &random), at: now))
        case ..<86: note(try? manager.confirmReleased(id, at: now))
        case ..<90: delete(id)
        case ..<91: note(removed: manager.cleanUp(keeping: Retention(seconds: 200, count: .max), at: now))
        default: manager.timePassed(now + 35)
        }
    }

    private mutating func randomReport() -> ProgressReport {
        ProgressReport(
            progress: Double.random(in: -10...110, using: &random),
            status: Int.random(in: 0..<8, using: &random) == 0
                ? TaskStatus.allCases.randomElement(using: &random) : nil,
        )
    }

    private func create() {
        guard let task = try? manager.createTask(at: now) else { return }
        shared.told.withLock {
            $0.ids.append(task.id)
            $0.stamps.insert(Stamp(id: task.id, seq: task.seq))
        }
    }

    private func delete(_ id: String) {
        if (try? manager.delete(id, at: now)) != nil { note(removed: [id]) }
    }

    private func note(_ outcome: Outcome?) {
        guard case .applied(let task)? = outcome else { return }
        let isNew = shared.told.withLock { $0.stamps.insert(Stamp(id: task.id, seq: task.seq)).inserted }
        #expect(isNew, "two callers were told the same change")
    }

    private func note(removed ids: [String]) {
        shared.told.withLock { $0.removed.formUnion(ids) }
    }
}
