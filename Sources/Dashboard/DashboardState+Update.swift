package import ProgressModel
import Screen

extension DashboardState {
    /// Takes in one event.
    ///
    /// - Returns: what is to be done outside of the dashboard, in order.
    package mutating func update(_ event: DashboardEvent, now: Timestamp) -> [DashboardEffect] {
        switch event {
        case .key(let key): return press(key, now: now)
        case .resized(let size): keepingPlace { $0.size = size }
        case .connection(let state): connectionChanged(to: state, now: now)
        case .serverClock(let time): serverClockOffset = time - now
        case .snapshotBegan: unconfirmed = Set(tasks.ids)
        case .tasks(let chunk, let more): keepingPlace { $0.receive(chunk, more: more) }
        case .changed(let task): changed(task, now: now)
        case .removed(let id): removed(id, now: now)
        case .cancelAnswered(let id, let answer): cancelAnswered(id, answer, now: now)
        case .clockTicked: break
        }
        return []
    }

    mutating func say(_ text: String, isProblem: Bool = false, now: Timestamp) {
        notice = Notice(text: text, isProblem: isProblem, until: now + Notice.lifetime)
    }

    private mutating func connectionChanged(to state: ConnectionState, now: Timestamp) {
        connection = state
        switch state {
        case .connecting: break
        case .connected:
            staleSince = nil
        case .disconnected(_, let since, _):
            staleSince = staleSince ?? since
            unconfirmed = nil
            if let id = cancelling.min() {
                say("Connection lost: \(shortID(id)) may not have been cancelled", isProblem: true, now: now)
                cancelling = []
            }
        }
    }

    private mutating func receive(_ chunk: [GenerationTask], more: Bool) {
        for task in chunk {
            unconfirmed?.remove(task.id)
            tasks.put(task)
        }
        guard !more else { return }
        hasSnapshot = true
        for id in unconfirmed ?? [] { tasks.remove(id) }
        unconfirmed = nil
    }

    private mutating func changed(_ task: GenerationTask, now: Timestamp) {
        rate.record(1, at: now)
        unconfirmed?.remove(task.id)
        if task.status.isTerminal { cancelling.remove(task.id) }
        keepingPlace { $0.tasks.put(task) }
    }

    private mutating func removed(_ id: String, now: Timestamp) {
        rate.record(1, at: now)
        cancelling.remove(id)
        keepingPlace { $0.tasks.remove(id) }
        if case .cancel(let dialog) = overlay, dialog.taskID == id {
            overlay = nil
            say("\(shortID(id)) is gone: it was deleted on the server", now: now)
        }
    }

    private mutating func cancelAnswered(_ id: String, _ answer: CancelAnswer, now: Timestamp) {
        cancelling.remove(id)
        switch answer {
        case .cancelled: say("\(shortID(id)) cancelled", now: now)
        case .alreadyEnded(let status): say("\(shortID(id)) was already \(status.rawValue)", now: now)
        case .failed(let reason):
            say("\(shortID(id)) could not be cancelled: \(reason)", isProblem: true, now: now)
        }
    }

    /// The id as the list shows it where it is short; for sentences.
    func shortID(_ id: String) -> String { id.truncated(toColumns: ShortIDs.usualColumns, ellipsis: "") }
}
