import ProgressModel
import Screen

extension DashboardState {
    /// Gives a key to what is on top: the question, the help, or the list.
    mutating func press(_ key: Key, now: Timestamp) -> [DashboardEffect] {
        if key == .control("c") { return [.quit] }
        // On a screen too small to show what a key would act on, only leaving is safe.
        guard ScreenAreas(size) != nil else { return key == .character("q") ? [.quit] : [] }
        switch overlay {
        case .cancel(let dialog): return answer(dialog, key, now: now)
        case .help(let scroll):
            pressInHelp(key, scrolledBy: scroll)
            return []
        case nil: return KeyBinding.action(for: key).map { perform($0, now: now) } ?? []
        }
    }

    private mutating func perform(_ action: Action, now: Timestamp) -> [DashboardEffect] {
        switch action {
        case .up: moveSelection(by: -1)
        case .down: moveSelection(by: 1)
        case .pageUp: moveSelection(by: -max(1, pageRows - 1))
        case .pageDown: moveSelection(by: max(1, pageRows - 1))
        case .halfPageUp: moveSelection(by: -max(1, pageRows / 2))
        case .halfPageDown: moveSelection(by: max(1, pageRows / 2))
        case .first: moveSelection(by: -tasks.count)
        case .last: moveSelection(by: tasks.count)
        case .cancel: askToCancel(now: now)
        case .help: overlay = .help(scrolledBy: 0)
        case .retry: return isConnected ? [] : [.retryConnectionNow]
        case .redraw: return [.redraw]
        case .quit: return quit(now: now)
        }
        return []
    }

    /// A server that knows of unfinished work is not stopped by one stray key.
    private mutating func quit(now: Timestamp) -> [DashboardEffect] {
        let unfinished = tasks.inProgressCount
        guard stopsServer, unfinished > 0, quitConfirmableUntil.map({ now > $0 }) ?? true else { return [.quit] }
        quitConfirmableUntil = now + Notice.lifetime
        say("\(unfinished) in progress, and quitting stops the server: q again quits", isProblem: true, now: now)
        return []
    }

    private mutating func askToCancel(now: Timestamp) {
        guard isConnected else { return refuseToCancel(now: now) }
        guard let task = selectedID.flatMap({ tasks[$0] }) else { return say("There is no task to cancel", now: now) }
        guard !task.status.isTerminal else {
            return say("\(shortID(task.id)) is already \(task.status.rawValue)", now: now)
        }
        overlay = .cancel(CancelDialog(taskID: task.id))
    }

    private mutating func refuseToCancel(now: Timestamp) {
        say("Not connected: nothing can be cancelled now", isProblem: true, now: now)
    }

    private mutating func answer(_ dialog: CancelDialog, _ key: Key, now: Timestamp) -> [DashboardEffect] {
        switch key {
        case .left, .right, .up, .down, .tab, .backTab:
            overlay = .cancel(CancelDialog(taskID: dialog.taskID, choice: dialog.choice.other))
        case .character("y"), .character("Y"): return close(dialog, choosing: .cancel, now: now)
        case .enter: return close(dialog, choosing: dialog.choice, now: now)
        case .character("n"), .character("N"), .character("q"), .escape:
            return close(dialog, choosing: .keep, now: now)
        default: break
        }
        return []
    }

    private mutating func close(_ dialog: CancelDialog, choosing choice: CancelDialog.Choice, now: Timestamp)
        -> [DashboardEffect]
    {
        overlay = nil
        guard choice == .cancel, let task = tasks[dialog.taskID], !task.status.isTerminal else { return [] }
        guard isConnected else {
            refuseToCancel(now: now)
            return []
        }
        cancelling.insert(task.id)
        say("Cancelling \(shortID(task.id))\(Symbols(capabilities.repertoire).ellipsis)", now: now)
        return [.cancel(taskID: task.id)]
    }

    private mutating func pressInHelp(_ key: Key, scrolledBy scroll: Int) {
        let last = ScreenAreas(size).map { HelpOverlay.maximumScroll(rows: $0.overlay.rows) } ?? 0
        switch (key, KeyBinding.action(for: key)) {
        case (.escape, _), (.enter, _), (_, .help), (_, .quit): overlay = nil
        case (_, .up): overlay = .help(scrolledBy: max(0, min(scroll, last) - 1))
        case (_, .down): overlay = .help(scrolledBy: min(scroll + 1, last))
        case (_, .pageUp), (_, .halfPageUp), (_, .first): overlay = .help(scrolledBy: 0)
        case (_, .pageDown), (_, .halfPageDown), (_, .last): overlay = .help(scrolledBy: last)
        default: break
        }
    }
}
