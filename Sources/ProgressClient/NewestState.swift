import ProgressModel

/// Keeps what is handed on from going backwards: within one connection an older state of a task never follows a newer one.
///
/// A part of a snapshot may have been written before a change that overtook it; then the change stands in its place.
struct NewestState {
    /// Tasks remembered; at the bound the memory begins anew, and one outdated state may pass.
    private static let limit = 1 << 17

    private var seqs: [String: Int] = [:]
    /// While a snapshot is on its way: the tasks that changed since it was asked for, or nil for those removed.
    private var overtaking: [String: GenerationTask?]?

    /// What a new connection says is true, whatever the last one said: a server may have lost something.
    mutating func connected() {
        seqs = [:]
        overtaking = nil
    }

    mutating func snapshotAsked() {
        overtaking = [:]
    }

    /// Whether a change is news.
    mutating func accepts(_ task: GenerationTask) -> Bool {
        guard task.seq >= seqs[task.id] ?? 0 else { return false }
        remember(task)
        if overtaking != nil { overtaking?[task.id] = .some(task) }
        return true
    }

    mutating func removed(_ id: String) {
        seqs[id] = nil
        if overtaking != nil { overtaking?[id] = .some(nil) }
    }

    /// A part of a snapshot, as true as it can be said now.
    mutating func newest(of tasks: [GenerationTask], more: Bool) -> [GenerationTask] {
        defer { if !more { overtaking = nil } }
        return tasks.compactMap { task in
            switch overtaking?[task.id] {
            case .some(nil): return nil
            case .some(let newer?) where newer.seq > task.seq: return newer
            default:
                remember(task)
                return task
            }
        }
    }

    private mutating func remember(_ task: GenerationTask) {
        if seqs.count >= NewestState.limit, seqs[task.id] == nil {
            seqs = [:]
            if overtaking != nil { overtaking = [:] }
        }
        seqs[task.id] = task.seq
    }
}
