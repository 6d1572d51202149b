import ProgressModel

/// All tasks the dashboard knows, in the order it shows them: those in progress, oldest first, then the finished, newest first.
///
/// The order is kept up with each change instead of being sorted for each picture, so a picture costs its visible rows only.
struct TaskList: Sendable {
    /// Past this the oldest finished task is forgotten; when none has finished, a new one is counted but not kept.
    static let maximumCount = 100_000

    private var tasksByID: [String: GenerationTask] = [:]
    private var inProgress = OrderedIDs()
    private var finished = OrderedIDs()
    private(set) var counts: [Condition: Int] = [:]
    /// How many tasks there was no room for.
    private(set) var leftOutCount = 0

    var count: Int { tasksByID.count }
    var inProgressCount: Int { inProgress.count }
    var ids: some Collection<String> { tasksByID.keys }

    subscript(id: String) -> GenerationTask? { tasksByID[id] }

    /// The task on that row, counted from 0 over the whole list.
    subscript(row row: Int) -> GenerationTask? {
        let id = row < inProgress.count ? inProgress[row] : finished[finished.count - 1 - (row - inProgress.count)]
        return id.flatMap { tasksByID[$0] }
    }

    func row(of id: String) -> Int? {
        guard let task = tasksByID[id] else { return nil }
        if !task.status.isTerminal { return inProgress.index(of: task) }
        return finished.index(of: task).map { inProgress.count + finished.count - 1 - $0 }
    }

    /// Adds a task, or puts it in the place of what was known of it.
    mutating func put(_ task: GenerationTask) {
        if let known = tasksByID[task.id] {
            forget(known)
        } else if !makeRoom() {
            leftOutCount += 1
            return
        }
        tasksByID[task.id] = task
        counts[Condition(of: task), default: 0] += 1
        if task.status.isTerminal { finished.insert(task) } else { inProgress.insert(task) }
    }

    mutating func remove(_ id: String) {
        guard let task = tasksByID.removeValue(forKey: id) else { return }
        forget(task)
    }

    private mutating func makeRoom() -> Bool {
        if count < TaskList.maximumCount { return true }
        guard let oldest = finished[0] else { return false }
        remove(oldest)
        return true
    }

    private mutating func forget(_ task: GenerationTask) {
        counts[Condition(of: task), default: 0] -= 1
        if task.status.isTerminal { finished.remove(task) } else { inProgress.remove(task) }
    }
}

/// Task ids in order of time: of creation while in progress, of the end afterwards.
///
/// Tasks come and end roughly in this order, so that most insertions are at the end.
private struct OrderedIDs: Sendable {
    private var entries: [Entry] = []

    private struct Entry: Comparable {
        let time: Double
        let id: String

        init(_ task: GenerationTask) {
            let time = task.status.isTerminal ? task.finishedAt ?? task.updatedAt : task.createdAt
            self.time = time.seconds.isFinite ? time.seconds : 0
            id = task.id
        }

        static func < (left: Entry, right: Entry) -> Bool { (left.time, left.id) < (right.time, right.id) }
    }

    var count: Int { entries.count }

    subscript(index: Int) -> String? { entries.indices.contains(index) ? entries[index].id : nil }

    func index(of task: GenerationTask) -> Int? {
        let entry = Entry(task)
        let place = place(of: entry)
        return place < entries.count && entries[place] == entry ? place : nil
    }

    mutating func insert(_ task: GenerationTask) {
        let entry = Entry(task)
        entries.insert(entry, at: place(of: entry))
    }

    mutating func remove(_ task: GenerationTask) {
        if let place = index(of: task) { entries.remove(at: place) }
    }

    /// The first index whose entry does not come before this one.
    private func place(of entry: Entry) -> Int {
        if let last = entries.last, last < entry { return entries.count }
        var low = 0
        var high = entries.count
        while low < high {
            let middle = low + (high - low) / 2
            if entries[middle] < entry { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
