import ProgressModel

/// All tasks the dashboard knows of one server, by id, and how many there are of each condition.
struct TaskStore: Sendable {
    /// What all stores of a dashboard may hold together.
    static let maximumCount = 100_000
    /// So many are forgotten together, that it need not be done for each new task.
    private static let forgottenTogether = 1_000

    /// Past this the oldest ended tasks are forgotten; when none has ended, a new one is counted but not kept.
    private let limit: Int
    private var tasksByID: [String: GenerationTask] = [:]
    private(set) var activeIDs: Set<String> = []
    private(set) var counts: [Condition: Int] = [:]
    /// How many tasks there was no room for.
    private(set) var leftOutCount = 0

    init(limit: Int) {
        self.limit = limit
    }

    var count: Int { tasksByID.count }
    var ids: some Collection<String> { tasksByID.keys }
    var all: some Collection<GenerationTask> { tasksByID.values }

    subscript(id: String) -> GenerationTask? { tasksByID[id] }

    func count(of tab: StatusTab) -> Int {
        tab == .all ? count : tab.conditions.reduce(0) { $0 + counts[$1, default: 0] }
    }

    enum Effect: Equatable {
        /// What was known is newer, or there is no room.
        case ignored
        case put
        /// Put, and these were forgotten to make room.
        case forgot([String])
    }

    /// Adds a task, or puts it in the place of what was known of it unless that is newer.
    ///
    /// - Parameter replacing: takes the task even so: the server has begun a new life and counts anew.
    mutating func put(_ task: GenerationTask, replacing: Bool = false) -> Effect {
        var forgotten: [String] = []
        if let known = tasksByID[task.id] {
            guard replacing || !known.isNewer(than: task) else { return .ignored }
            uncount(known)
        } else if count >= limit {
            forgotten = forgetOldest()
            guard !forgotten.isEmpty else {
                leftOutCount += 1
                return .ignored
            }
        }
        tasksByID[task.id] = task
        counts[Condition(of: task), default: 0] += 1
        if task.status.isTerminal { activeIDs.remove(task.id) } else { activeIDs.insert(task.id) }
        return forgotten.isEmpty ? .put : .forgot(forgotten)
    }

    mutating func remove(_ id: String) {
        guard let task = tasksByID.removeValue(forKey: id) else { return }
        activeIDs.remove(id)
        uncount(task)
    }

    private mutating func uncount(_ task: GenerationTask) {
        counts[Condition(of: task), default: 0] -= 1
    }

    private mutating func forgetOldest() -> [String] {
        let ended = tasksByID.values.filter(\.status.isTerminal)
            .sorted { ($0.finishedAt ?? $0.updatedAt, $0.id) < ($1.finishedAt ?? $1.updatedAt, $1.id) }
        let oldest = ended.prefix(TaskStore.forgottenTogether).map(\.id)
        for id in oldest { remove(id) }
        return oldest
    }
}

extension GenerationTask {
    /// Whether this record was made after the other one of the same task.
    func isNewer(than other: GenerationTask) -> Bool { (attempt, seq) > (other.attempt, other.seq) }
}
