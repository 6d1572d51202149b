import ProgressModel

/// Keeps what is handed on from going backwards: within one connection an older state of a task never follows a newer one.
///
/// A part of a snapshot may have been written before a change that overtook it; then the change stands in its place. What one
/// connection has told is kept for the next, which may say that nothing was missed.
struct NewestState {
    /// Tasks remembered; at the bound the memory begins anew, and one outdated state may pass.
    private static let limit = 1 << 17

    /// What this connection has told.
    private var seqs: [String: Int] = [:]
    /// All of a snapshot is in `seqs`, and all that came after it.
    private var isWhole = false
    /// All that was known when the last connection ended, until this one has said whether that still holds.
    private var before: [String: Int]?
    /// While a snapshot is on its way: the tasks that changed since it was asked for, or nil for those removed.
    private var overtaking: [String: GenerationTask?]?

    /// What a new connection says is true, whatever the last one said: a server may have lost something.
    mutating func connected() {
        if isWhole { before = seqs }
        seqs = [:]
        isWhole = false
        overtaking = nil
    }

    /// What the next connection can be asked with whether anything was missed; nil when not all was known.
    var digest: StateDigest? {
        guard let before else { return nil }
        var digest = StateDigest()
        for (id, seq) in before { digest.add(id, seq: seq) }
        return digest
    }

    mutating func snapshotAsked() {
        overtaking = [:]
    }

    mutating func snapshotBegan() {
        before = nil
        isWhole = false
    }

    /// What the last connection told is all there was when this one began.
    mutating func nothingWasMissed() {
        if let before {
            seqs.merge(before) { newer, _ in newer }
            isWhole = true
        }
        before = nil
        overtaking = nil
    }

    /// Whoever hears of the tasks has lost its place: nothing counts as known.
    mutating func forget() {
        before = nil
        isWhole = false
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
        before?[id] = nil
        if overtaking != nil { overtaking?[id] = .some(nil) }
    }

    /// A part of a snapshot, as true as it can be said now.
    mutating func newest(of tasks: [GenerationTask], more: Bool) -> [GenerationTask] {
        defer { if !more { (overtaking, isWhole) = (nil, true) } }
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
            forget()
            seqs = [:]
            if overtaking != nil { overtaking = [:] }
        }
        seqs[task.id] = task.seq
    }
}
