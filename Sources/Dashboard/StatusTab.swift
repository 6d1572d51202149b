import ProgressModel

/// The views of the list by status, in the order of their number keys.
enum StatusTab: Sendable, Hashable, CaseIterable {
    case all, active, running, pending, stalled, releasing, completed, failed, cancelled

    var action: Action {
        switch self {
        case .all: .showAll
        case .active: .showActive
        case .running: .showRunning
        case .pending: .showPending
        case .stalled: .showStalled
        case .releasing: .showReleasing
        case .completed: .showCompleted
        case .failed: .showFailed
        case .cancelled: .showCancelled
        }
    }

    /// The conditions of tasks in it.
    var conditions: [Condition] {
        switch self {
        case .all: Condition.allCases
        case .active: Condition.running + [.pending, .stalled]
        case .running: Condition.running
        case .pending: [.pending]
        case .stalled: [.stalled]
        case .releasing: [.releasing]
        case .completed: [.completed]
        case .failed: [.failed]
        case .cancelled: [.cancelled]
        }
    }

    func accepts(_ task: GenerationTask) -> Bool { self == .all || conditions.contains(Condition(of: task)) }

    func moved(by steps: Int) -> StatusTab {
        let all = StatusTab.allCases
        let place = all.firstIndex(of: self) ?? 0
        return all[(place + steps + all.count) % all.count]
    }
}
