import ProgressModel
import Screen

/// What the table says about one task at one moment.
struct TaskRow {
    let id: WatchedTask.ID
    let task: GenerationTask
    let shortID: String
    let condition: Condition
    let isMarked: Bool
    /// The task is gone and only its row is left.
    let isLeftover: Bool
    /// Nothing is heard of its server, so that nothing here is of this moment.
    let isStale: Bool
    /// For how long, where the rows around it may be fresh.
    let age: String?
    private let cancel: PendingCancel?
    /// The server's time.
    private let clock: Timestamp
    private let localTime: Timestamp
    let repertoire: Frame.Repertoire
    private let language: Language

    init(_ task: WatchedTask, in state: DashboardState, shortID: String? = nil, now: Timestamp) {
        id = task.id
        self.task = task.record
        self.shortID = shortID ?? state.shortID(task.id)
        condition = state.condition(of: task)
        isMarked = state.marks.contains(task.id)
        isLeftover = state.isGone(task.id)
        let staleSince = state.servers[id.server]?.staleSince
        isStale = staleSince != nil
        age = state.isMerged ? staleSince.map { String(duration: now - $0) } : nil
        cancel = state.pendingCancel(of: task.id)
        let moment = state.held?.isFrozen == true ? state.held?.since ?? now : now
        clock = state.clock(of: id.server, at: moment)
        localTime = now
        repertoire = state.capabilities.repertoire
        language = state.texts.language
    }

    /// Per cent, rounded down: 100 is for what is really done.
    var percent: String {
        task.progress.isFinite ? "\(Int(max(0, min(100, task.progress))))%" : "--"
    }

    /// The time left, counted down since the record was made; `--` when nobody knows, nothing when nothing is left to do.
    var eta: String {
        switch condition {
        case .completed, .failed, .cancelled, .releasing, .cancelling: return ""
        case .stalled: return "--"
        case .pending, .started, .content, .image:
            guard let seconds = task.etaSeconds, seconds.isFinite else { return "--" }
            return String(duration: max(0, seconds - max(0, clock - task.updatedAt)).rounded(.up))
        }
    }

    /// How long the work has taken, or the waiting for it.
    var elapsed: String {
        String(
            duration: (task.finishedAt ?? (isLeftover ? task.updatedAt : clock)) - (task.startedAt ?? task.createdAt)
        )
    }

    /// Sign and word, and the timer of a state that should not last, where there is room for them.
    func status(columns: Int) -> String {
        let sign = condition.symbol(repertoire)
        let short = "\(sign) \(condition.word.in(language))"
        let long = timer.map { "\(short) \($0)" } ?? short
        return [long, short].first { $0.columnCount <= columns } ?? sign
    }

    /// How long nothing has come, how long the work has been stopping, or until when a cancel can be taken back.
    private var timer: String? {
        switch condition {
        case .stalled: String(duration: clock - (task.silentSince ?? task.updatedAt))
        case .releasing: String(duration: clock - (task.finishedAt ?? task.updatedAt))
        case .cancelling:
            switch cancel?.stage {
            case .grace(let end): "-\(Int(max(0, min(99, (end - localTime).rounded(.up)))))"
            case .sent(let start): String(duration: localTime - start)
            case nil: nil
            }
        default: nil
        }
    }
}
