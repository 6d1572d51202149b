import Networking
import ProgressModel

/// Decides which states of a task are sent, and when: progress is state and not a log, so the newest is enough.
///
/// Of what one turn of the loop brings, the newest state of each task is sent. A task is sent at most so many times a second:
/// the first state at once, and the newest of those that came within the window when it ends. Whatever is more than a step
/// forward goes at once, after what was held back. With a rate of 0 every state is sent, in order.
///
/// At most one state of each task is held, so the number of tasks bounds it.
struct EventPacer {
    /// A moment, as the time since one that stays the same.
    typealias Instant = Duration

    private struct Window {
        /// Nothing but what is urgent is sent before; nil until the first is sent.
        var end: Instant?
        var held: GenerationTask?
    }

    /// Nil to send every state.
    private let interval: Duration?
    private var windows: [String: Window] = [:]
    /// Tasks whose state is held since this turn and may be due at once.
    private var fresh: [String] = []
    /// Ends of windows, the earliest first; those before `firstEnd` have passed.
    private var ends: [(at: Instant, id: String)] = []
    private var firstEnd = 0

    /// - Parameter rate: Events a second for each task; 0 for all there are.
    init(rate: Double) {
        interval = rate > 0 ? .seconds(1 / rate) : nil
    }

    /// Whether there is a rate to keep to; otherwise nothing need be asked.
    var holdsBack: Bool { interval != nil }

    /// Takes a new state of a task, and says what is to be sent at once.
    mutating func take(_ task: GenerationTask, isUrgent: Bool, now: Instant) -> [GenerationTask] {
        guard interval != nil else { return [task] }
        guard isUrgent else {
            if windows[task.id]?.held == nil { fresh.append(task.id) }
            windows[task.id, default: Window()].held = task
            return []
        }
        let before = release(task.id)
        if task.status.isTerminal { windows[task.id] = nil } else { open(task.id, now: now) }
        return before.map { [$0, task] } ?? [task]
    }

    /// What is due at the end of a turn: the first state of tasks that were quiet.
    mutating func endTurn(now: Instant) -> [GenerationTask] {
        guard !fresh.isEmpty else { return [] }
        let ids = fresh
        fresh.removeAll(keepingCapacity: true)
        return ids.compactMap { id in
            guard let window = windows[id], window.held != nil, (window.end ?? now) <= now else { return nil }
            return sendHeld(id, now: now)
        }
    }

    /// What is due because windows have ended.
    mutating func timePassed(now: Instant) -> [GenerationTask] {
        var due: [GenerationTask] = []
        while firstEnd < ends.count, ends[firstEnd].at <= now {
            let (end, id) = ends[firstEnd]
            firstEnd += 1
            guard let window = windows[id], window.end == end else { continue }
            if let task = sendHeld(id, now: now) { due.append(task) } else { windows[id] = nil }
        }
        if firstEnd > ends.count / 2 {
            ends.removeFirst(firstEnd)
            firstEnd = 0
        }
        return due
    }

    /// When `timePassed` is next due; nil when no window is open.
    var nextDeadline: Instant? { firstEnd < ends.count ? ends[firstEnd].at : nil }

    /// Gives up what is held of one task, to be sent before its time.
    mutating func release(_ id: String) -> GenerationTask? {
        guard windows[id]?.held != nil else { return nil }
        let task = windows[id]?.held
        windows[id]?.held = nil
        return task
    }

    /// The same for all tasks.
    mutating func releaseAll() -> [GenerationTask] {
        windows.keys.compactMap { release($0) }
    }

    /// The task is gone, and what is held of it with it.
    mutating func forget(_ id: String) {
        windows[id] = nil
    }

    private mutating func sendHeld(_ id: String, now: Instant) -> GenerationTask? {
        guard let task = release(id) else { return nil }
        open(id, now: now)
        return task
    }

    private mutating func open(_ id: String, now: Instant) {
        guard let interval else { return }
        windows[id, default: Window()].end = now + interval
        ends.append((now + interval, id))
    }
}
