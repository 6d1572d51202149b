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
        for place in servers.indices { servers[place].refreshForecast(now: now) }
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
        case .news(let news, let server): hear(news, from: server, now: now)
        case .answered(let request, let answer): answered(request, answer, now: now)
        case .history(let id, let entries): histories = entries.map { [id: $0] } ?? [:]
        case .drawn: overlayIsSeen = true
        case .clockTicked: filterByTime()
        }
    }

    mutating func say(
        _ text: String,
        isProblem: Bool = false,
        outlivesConnection: Bool = false,
        now: Timestamp,
    ) {
        let until = now + Notice.lifetime
        notice = Notice(text: text, isProblem: isProblem, outlivesConnection: outlivesConnection, until: until)
    }

    private mutating func hear(_ news: ServerNews, from server: ServerID, now: Timestamp) {
        guard servers.indices.contains(server.index) else { return }
        switch news {
        case .connection(let state): connectionChanged(of: server, to: state, now: now)
        case .clock(let time): servers[server.index].setClock(time, now: now)
        case .snapshotBegan: servers[server.index].snapshotBegan()
        case .tasks(let chunk, let more): received(chunk, more: more, from: server)
        case .changed(let task): changed(WatchedTask(task, on: server), now: now)
        case .removed(let id): removed(WatchedTask.ID(id, on: server), now: now)
        }
    }

    private mutating func connectionChanged(of server: ServerID, to state: ConnectionState, now: Timestamp) {
        let wasConnected = servers[server.index].isConnected
        servers[server.index].connectionChanged(to: state)
        if servers[server.index].isConnected != wasConnected, notice?.outlivesConnection == false { notice = nil }
        guard case .disconnected = state else { return }
        let unanswered = cancels.keys.filter { $0.server == server }
        for id in unanswered { cancels[id] = nil }
        guard let id = unanswered.min() else { return }
        say(texts.connectionLostWhileCancelling(shortID(id)), isProblem: true, outlivesConnection: true, now: now)
    }

    /// The id as the list shows it where it is short, with its server where there are several; for sentences.
    func shortID(_ id: WatchedTask.ID) -> String {
        prefix(of: id) + id.taskID.truncated(toColumns: ShortIDs.usualColumns, ellipsis: "")
    }

    func fullID(_ id: WatchedTask.ID) -> String { prefix(of: id) + id.taskID }

    private func prefix(of id: WatchedTask.ID) -> String {
        servers[id.server].map { $0.label.name.isEmpty ? "" : "\($0.label.name)/" } ?? ""
    }
}
