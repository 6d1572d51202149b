package import ProgressModel
import Screen

extension DashboardState {
    /// Takes in one event.
    ///
    /// - Returns: what is to be done outside of the dashboard, in order.
    package mutating func update(_ event: DashboardEvent, now: Timestamp) -> [DashboardEffect] {
        lastUpdate = now
        releaseRows()
        sendDueCancels(now: now)
        AmbiguousCharacters.$areWide.withValue(capabilities.ambiguousAreWide) { take(event, now: now) }
        forecast.refresh(store, at: clock(at: now))
        defer { effects = [] }
        return effects
    }

    private mutating func take(_ event: DashboardEvent, now: Timestamp) {
        switch event {
        case .key(let key): press(key, now: now)
        case .resized(let size):
            keepingPlace {
                $0.size = size
                if !$0.hasRoomForBoth { $0.details?.isFull = true }
            }
        case .connection(let state): connectionChanged(to: state, now: now)
        case .serverClock(let time): serverClockOffset = time - now
        case .snapshotBegan: unconfirmed = Set(store.ids)
        case .tasks(let chunk, let more): receive(chunk, more: more)
        case .changed(let task): changed(task, now: now)
        case .removed(let id): removed(id, now: now)
        case .answered(let request, let answer): answered(request, answer, now: now)
        case .history(let id, let entries): histories = entries.map { [id: $0] } ?? [:]
        case .drawn: overlayIsSeen = true
        case .clockTicked: filterByTime()
        }
    }

    mutating func say(_ text: String, isProblem: Bool = false, now: Timestamp) {
        notice = Notice(text: text, isProblem: isProblem, until: now + Notice.lifetime)
    }

    private mutating func connectionChanged(to state: ConnectionState, now: Timestamp) {
        connection = state
        switch state {
        case .connecting: break
        case .connected(let server):
            staleSince = nil
            isNewEpoch = isNewEpoch || server.epoch == nil || server.epoch != epoch
            epoch = server.epoch
            notOffered = []
        case .disconnected(_, let since, _):
            staleSince = staleSince ?? since
            unconfirmed = nil
            if let id = cancels.keys.min() {
                say(texts.connectionLostWhileCancelling(shortID(id)), isProblem: true, now: now)
            }
            cancels = [:]
        }
    }

    /// The id as the list shows it where it is short; for sentences.
    func shortID(_ id: String) -> String { id.truncated(toColumns: ShortIDs.usualColumns, ellipsis: "") }
}
