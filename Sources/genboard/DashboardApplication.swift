import Dashboard
import ProgressModel
import Screen
import Terminal

/// The dashboard as the terminal's loop runs it: the pure state, fed with keys and events, and its effects carried out.
struct DashboardApplication: TerminalApplication {
    private let source: DashboardSource
    private var state: DashboardState
    private var size: Size?
    private(set) var isFinished = false

    init(_ source: DashboardSource, stopsServer: Bool, capabilities: Capabilities) {
        self.source = source
        state = DashboardState(
            serverURL: source.source.description,
            stopsServer: stopsServer,
            capabilities: capabilities,
        )
    }

    mutating func keyPressed(_ key: Key, at now: ContinuousClock.Instant) {
        update(.key(key))
    }

    mutating func received(_ events: [DashboardEvent], lostCount: Int, at now: ContinuousClock.Instant) {
        for event in events { update(event) }
        if lostCount > 0 { source.refresh() }
    }

    var nextRedraw: ContinuousClock.Instant? {
        let now = Timestamp.now
        return state.nextRedraw(after: now).map { .now + .seconds($0 - now) }
    }

    mutating func frame(size: Size, at now: ContinuousClock.Instant) -> Frame? {
        if size != self.size {
            self.size = size
            update(.resized(size))
        }
        return state.view(size: size, now: .now)
    }

    private mutating func update(_ event: DashboardEvent) {
        for effect in state.update(event, now: .now) {
            switch effect {
            case .cancel(let taskID): source.cancel(taskID)
            case .retryConnectionNow: source.retryNow()
            case .quit: isFinished = true
            case .redraw: break  // The loop paints after every key anyway.
            }
        }
    }
}
