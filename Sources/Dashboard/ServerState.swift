import ProgressModel

/// What a server on the dashboard is called.
package struct ServerLabel: Sendable, Hashable {
    /// Such as `http://127.0.0.1:5000`.
    package let url: String
    /// What tells it from the others, as short as can be; empty where there are no others.
    package let name: String

    package init(url: String, name: String = "") {
        self.url = url
        self.name = name
    }

    var urlWithoutScheme: String {
        for scheme in ["http://", "https://"] where url.hasPrefix(scheme) { return String(url.dropFirst(scheme.count)) }
        return url
    }
}

/// One server as the dashboard knows it: how the connection to it stands, what it offers, its clock and its tasks.
struct ServerState: Sendable, Identifiable {
    let id: ServerID
    let label: ServerLabel
    private(set) var tasks: TaskStore
    private(set) var connection = ConnectionState.connecting
    /// Since when nothing has been heard of it, by the local clock; nil while connected and before the first try failed.
    private(set) var staleSince: Timestamp?
    /// Whether a full list has come since the dashboard was opened.
    private(set) var hasSnapshot = false
    /// Seconds that its clock is ahead of ours.
    private(set) var clockOffset = 0.0
    private(set) var forecast = Forecast()
    var rate = EventRate()
    /// Verbs that it has said it does not know.
    var notOffered: Set<ActionRequest.Verb> = []

    private var epoch: String?
    /// While a full list arrives: the tasks known before that have not come again.
    private var unconfirmed: Set<String>?
    /// Whether what is unconfirmed is of another life of the server.
    private var isNewEpoch = false

    init(_ id: ServerID, _ label: ServerLabel, taskLimit: Int) {
        self.id = id
        self.label = label
        tasks = TaskStore(limit: taskLimit)
    }

    var isConnected: Bool {
        if case .connected = connection { true } else { false }
    }

    /// Its time, standing still while nothing is heard from it: a stale picture must not pretend to move.
    func clock(at now: Timestamp) -> Timestamp { (staleSince ?? now) + clockOffset }

    mutating func setClock(_ time: Timestamp, now: Timestamp) {
        clockOffset = time - now
    }

    mutating func refreshForecast(now: Timestamp) {
        forecast.refresh(tasks, at: clock(at: now))
    }

    mutating func connectionChanged(to state: ConnectionState) {
        connection = state
        switch state {
        case .connecting: break
        case .connected(let identity):
            staleSince = nil
            isNewEpoch = isNewEpoch || identity.epoch == nil || identity.epoch != epoch
            epoch = identity.epoch
            notOffered = []
        case .disconnected(_, let since, _):
            staleSince = staleSince ?? since
            unconfirmed = nil
        }
    }

    mutating func snapshotBegan() {
        unconfirmed = Set(tasks.ids)
    }

    /// Takes note that the full list is whole; the answer is what was known and has not come again.
    mutating func snapshotEnded() -> Set<String> {
        hasSnapshot = true
        forecast.invalidate()
        defer { (unconfirmed, isNewEpoch) = (nil, false) }
        return unconfirmed ?? []
    }

    mutating func put(_ task: GenerationTask) -> TaskStore.Effect {
        let isOfBefore = unconfirmed?.remove(task.id) != nil
        return tasks.put(task, replacing: isNewEpoch && isOfBefore)
    }

    mutating func remove(_ id: String) {
        unconfirmed?.remove(id)
        tasks.remove(id)
    }
}

extension [ServerState] {
    /// The record of a task; nil when its server does not have it.
    subscript(id: WatchedTask.ID) -> GenerationTask? { self[id.server]?.tasks[id.taskID] }

    subscript(id: ServerID) -> ServerState? { indices.contains(id.index) ? self[id.index] : nil }
}
