import Dashboard
import ProgressModel
import Screen
import Terminal

/// The dashboard as the terminal's loop runs it: the pure state, fed with keys and events, and its effects carried out.
struct DashboardApplication: TerminalApplication {
    /// By server.
    private let sources: [DashboardSource]
    private let announcement: Announcement
    private var state: DashboardState
    private var size: Size?
    /// When the last picture was made: what it says about time holds until the edge of the clock after it.
    private var lastFrame = Timestamp.steady
    private var title = ""
    private var requests: [TerminalRequest] = []
    private(set) var isFinished = false

    /// How the end of the last task in progress is told.
    enum Announcement: String, CaseIterable {
        case none, bell, message
    }

    init(_ sources: [DashboardSource], _ state: DashboardState, announcement: Announcement) {
        self.sources = sources
        self.state = state
        self.announcement = announcement
    }

    mutating func keyPressed(_ key: Key, at now: ContinuousClock.Instant) {
        update(.key(key))
    }

    mutating func received(_ events: [DashboardEvent], lostCount: Int, at now: ContinuousClock.Instant) -> Bool {
        var isUrgent = lostCount > 0
        for event in events {
            isUrgent = isUrgent || state.isUrgent(event)
            update(event)
        }
        if lostCount > 0 { for source in sources { source.refresh() } }
        return isUrgent
    }

    var nextRedraw: ContinuousClock.Instant? {
        state.nextRedraw(after: lastFrame).map { .now + .seconds($0 - .steady) }
    }

    mutating func frame(size: Size, at now: ContinuousClock.Instant) -> Frame? {
        if size != self.size {
            self.size = size
            update(.resized(size))
        } else {
            update(.clockTicked)
        }
        defer { update(.drawn) }
        lastFrame = .steady
        return state.view(size: size, now: lastFrame)
    }

    mutating func takeRequests() -> [TerminalRequest] {
        defer { requests = [] }
        let title = state.windowTitle(at: .steady)
        guard title != self.title else { return requests }
        self.title = title
        return requests + [.title(title)]
    }

    private mutating func update(_ event: DashboardEvent) {
        for effect in state.update(event, now: .steady) {
            switch effect {
            case .request(let request): source(of: request.task.id.server)?.send(request)
            case .fetchHistory(let id): source(of: id.server)?.fetchHistory(of: id)
            case .retryNow(let servers): for server in servers { source(of: server)?.retryNow() }
            case .quit: isFinished = true
            case .redraw: break  // The loop paints after every key anyway.
            case .copy(let text): requests.append(.copy(text))
            case .useMouse(let isOn): requests.append(.mouse(isOn))
            case .announce(let text): announce(text)
            }
        }
    }

    private func source(of server: ServerID) -> DashboardSource? { sources.first { $0.server == server } }

    private mutating func announce(_ text: String) {
        switch announcement {
        case .none: break
        case .bell: requests.append(.bell)
        case .message: requests.append(.message(text))
        }
    }
}
