import Filtering
import ProgressModel
import Screen

/// What each action of the table does.
extension DashboardState {
    mutating func perform(_ action: Action, now: Timestamp) {
        if let reason = obstacle(to: action) {
            let isProblem = action != .undo && !concernedServers.contains(where: \.isConnected)
            return say(reason, isProblem: isProblem, now: now)
        }
        if let tab = StatusTab.allCases.first(where: { $0.action == action }) { return show(tab) }
        if let verb = action.verb { return begin(verb, on: targets(of: verb), now: now) }
        switch action {
        case .undo: undo(now: now)
        case .mark: toggleMark()
        case .markAll: marks = Set(shownRows.ids.filter { !isGone($0) })
        case .unmarkAll: marks = []
        case .copy: copyID(now: now)
        case .answers: open(.answers(scrolledBy: 0))
        case .details: openDetails()
        case .back: goBack()
        case .freeze: toggleFreeze()
        case .follow:
            isFollowing.toggle()
            say(isFollowing ? texts.follows : texts.followsNoMore, now: now)
        case .filter: openFilter()
        case .palette: open(.prompt(Prompt(.command)))
        case .nextMatch: goToMatch(1, now: now)
        case .previousMatch: goToMatch(-1, now: now)
        case .nextTab: show(arrangement.tab.moved(by: 1))
        case .previousTab: show(arrangement.tab.moved(by: -1))
        case .view: cycleView()
        case .nextServer: showServer(movedBy: 1)
        case .previousServer: showServer(movedBy: -1)
        case .sortNext: sort(by: order(movedBy: 1), now: now)
        case .sortPrevious: sort(by: order(movedBy: -1), now: now)
        case .sortReverse: reverseOrder(now: now)
        case .help: open(.help(scrolledBy: 0))
        case .reconnect: effects.append(.retryNow(shownServers.servers.filter { !$0.isConnected }.map(\.id)))
        case .mouse: toggleMouse(now: now)
        case .redraw: effects.append(.redraw)
        case .quit: quit(now: now)
        default: move(action)
        }
    }

    mutating func open(_ overlay: Overlay) {
        self.overlay = overlay
        overlayIsSeen = false
    }

    private mutating func move(_ action: Action) {
        isFollowing = false
        switch action {
        case .up: moveSelection(by: -1)
        case .down: moveSelection(by: 1)
        case .pageUp: moveSelection(by: -max(1, pageRows - 1))
        case .pageDown: moveSelection(by: max(1, pageRows - 1))
        case .halfPageUp: moveSelection(by: -max(1, pageRows / 2))
        case .halfPageDown: moveSelection(by: max(1, pageRows / 2))
        case .first: moveSelection(by: -shownRows.count)
        case .last: moveSelection(by: shownRows.count)
        default: break
        }
    }

    private mutating func toggleMark() {
        guard let id = selectedID, !isGone(id) else { return }
        if marks.remove(id) == nil { marks.insert(id) }
        moveSelection(by: 1)
    }

    private mutating func copyID(now: Timestamp) {
        guard let id = selectedID else { return }
        effects.append(.copy(id.taskID))
        say(texts.copied(id.taskID), now: now)
    }

    private mutating func show(_ tab: StatusTab) {
        arrangement.tab = tab
        rearrange()
    }

    private mutating func cycleView() {
        switch arrangement.tab {
        case .all: show(.active)
        case .active: show(.failed)
        default: show(.all)
        }
    }

    private func order(movedBy steps: Int) -> SortOrder {
        arrangement.order.moved(by: steps, hasSeveralServers: hasSeveralServers)
    }

    mutating func sort(by order: SortOrder, now: Timestamp) {
        arrangement.order = order
        rearrange()
        say(texts.sorted(order, isReversed: arrangement.isReversed), now: now)
    }

    private mutating func reverseOrder(now: Timestamp) {
        arrangement.isReversed.toggle()
        sort(by: arrangement.order, now: now)
    }

    /// Closes one thing after the other, and never the dashboard.
    private mutating func goBack() {
        if details != nil {
            closeDetails()
        } else if !arrangement.filter.acceptsAll {
            apply(.all, keeping: selectedID)
        } else if arrangement.tab != .all {
            show(.all)
        } else if arrangement.server != nil {
            showServer(nil)
        } else {
            marks = []
        }
    }

    private mutating func toggleMouse(now: Timestamp) {
        usesMouse.toggle()
        effects.append(.useMouse(usesMouse))
        say(usesMouse ? texts.mouseIsOn : texts.mouseIsOff, now: now)
    }

    /// A server that knows of unfinished work is not stopped by one stray key.
    private mutating func quit(now: Timestamp) {
        let unfinished = ServerGroup(servers: servers).activeCount
        if stopsServer, unfinished > 0, quitConfirmableUntil.map({ now > $0 }) ?? true {
            quitConfirmableUntil = now + Notice.lifetime
            return say(texts.quitStopsServer(unfinished, key: keyName(.quit)), isProblem: true, now: now)
        }
        effects.append(.quit)
    }
}
