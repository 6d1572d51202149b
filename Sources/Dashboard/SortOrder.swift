import ProgressModel

/// What the rows of the list are sorted by.
///
/// Every order is by something that the clock alone does not change, so that a list nobody reports on stands still.
enum SortOrder: String, Sendable, Hashable, CaseIterable {
    /// In progress before ended; those by creation, these the latest first.
    case usual
    /// What may need somebody first: stalled, still releasing, then by when it will be done, the last first.
    case attention
    case id, server, status, progress, eta, elapsed, type, title, message

    /// Those there are for one server, or for several.
    static func offered(hasSeveralServers: Bool) -> [SortOrder] {
        allCases.filter { $0 != .server || hasSeveralServers }
    }

    /// Where a task stands: rows go by the number, then by the text, then by the id.
    func place(of task: WatchedTask) -> RowPlace {
        let (record, id) = (task.record, task.id)
        return switch self {
        case .usual: RowPlace(SortOrder.usual(record), id: id)
        case .attention: RowPlace(SortOrder.attention(record), id: id)
        case .id: RowPlace(0, record.id, id: id)
        case .server: RowPlace(Double(id.server.index), id: id)
        case .status: RowPlace(Double(Condition(of: record).rank), id: id)
        case .progress: RowPlace(record.progress, id: id)
        case .eta: RowPlace(SortOrder.end(of: record), id: id)
        case .elapsed: RowPlace(SortOrder.elapsed(record), id: id)
        case .type: RowPlace(0, record.type.lowercased(), id: id)
        case .title: RowPlace(0, record.title.lowercased(), id: id)
        case .message: RowPlace(0, record.message.lowercased(), id: id)
        }
    }

    func moved(by steps: Int, hasSeveralServers: Bool) -> SortOrder {
        let all = SortOrder.offered(hasSeveralServers: hasSeveralServers)
        let place = all.firstIndex(of: self) ?? 0
        return all[(place + steps + all.count) % all.count]
    }

    /// Further apart than any two times, and small enough to keep a millisecond beside it.
    private static let apart = 1e11

    private static func usual(_ task: GenerationTask) -> Double {
        task.status.isTerminal ? apart - (task.finishedAt ?? task.updatedAt).seconds : task.createdAt.seconds
    }

    private static func attention(_ task: GenerationTask) -> Double {
        switch Condition(of: task) {
        case .stalled: (task.silentSince ?? task.updatedAt).seconds
        case .releasing: apart + (task.finishedAt ?? task.updatedAt).seconds
        case .started, .content, .image, .cancelling: 3 * apart - min(end(of: task), apart)
        case .pending: 3 * apart + task.createdAt.seconds
        case .completed, .failed, .cancelled: 5 * apart - (task.finishedAt ?? task.updatedAt).seconds
        }
    }

    /// When the task will be done, or was.
    private static func end(of task: GenerationTask) -> Double {
        if task.status.isTerminal { return 2 * apart - (task.finishedAt ?? task.updatedAt).seconds }
        return task.etaSeconds.map { task.updatedAt.seconds + $0 } ?? apart
    }

    /// For those that run, what started last has run the shortest time; those that ended come after them.
    private static func elapsed(_ task: GenerationTask) -> Double {
        let start = (task.startedAt ?? task.createdAt).seconds
        return task.finishedAt.map { apart + $0.seconds - start } ?? -start
    }
}

/// What a row is sorted by.
struct RowPlace: Sendable, Comparable {
    let number: Double
    let text: String
    let id: WatchedTask.ID

    init(_ number: Double, _ text: String = "", id: WatchedTask.ID) {
        self.number = number.isFinite ? number : 0
        self.text = text
        self.id = id
    }

    static func < (left: RowPlace, right: RowPlace) -> Bool {
        if left.number != right.number { return left.number < right.number }
        if left.text != right.text { return left.text < right.text }
        return left.id < right.id
    }
}
