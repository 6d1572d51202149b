import ProgressModel
import Screen

extension DashboardState {
    /// Gives a key to what is on top: a question, a line being typed, the help, the details, or the list.
    mutating func press(_ key: Key, now: Timestamp) {
        if key == .control("c") { return effects.append(.quit) }
        // On a screen too small to show what a key would act on, only leaving is safe.
        guard areas != nil else { return key == "q" ? effects.append(.quit) : () }
        holdUntil = now + DashboardState.holdTime
        switch overlay {
        case .dialog(let dialog):
            // What was typed before the question could be read is no answer to it.
            if overlayIsSeen { answer(dialog, key, now: now) }
        case .help(let scroll):
            let last = areas.map { HelpOverlay(state: self, scroll: 0).maximumScroll(in: $0.overlay) } ?? 0
            scrollOverlay(key, from: scroll, to: last, closedBy: .help) { .help(scrolledBy: $0) }
        case .answers(let scroll):
            scrollOverlay(key, from: scroll, to: max(0, (batch?.items.count ?? 0) - 1), closedBy: .answers) {
                .answers(scrolledBy: $0)
            }
        case .prompt(let prompt) where prompt.kind == .filter: pressInFilter(prompt, key)
        case .prompt(let prompt): pressInCommand(prompt, key, now: now)
        case nil: pressInList(key, now: now)
        }
    }

    private mutating func pressInList(_ key: Key, now: Timestamp) {
        switch key {
        case .click(let row, _): return click(row)
        case .wheelUp: return scrollDetails(.up) ? () : moveSelection(by: -3)
        case .wheelDown: return scrollDetails(.down) ? () : moveSelection(by: 3)
        default: break
        }
        guard let action = settings.keys.action(for: key), !scrollDetails(action) else { return }
        perform(action, now: now)
    }

    /// A click chooses a row; one on the chosen row opens its details.
    private mutating func click(_ row: Int) {
        guard let table = areas?.table, row >= table.row, row < table.row + table.rows else { return }
        let rows = visibleRows(table.rows)
        guard let id = shownRows[rows.lowerBound + row - table.row] else { return }
        isFollowing = false
        if id == selectedID { openDetails() } else { select(id) }
    }

    private mutating func answer(_ dialog: ActionDialog, _ key: Key, now: Timestamp) {
        var dialog = dialog
        switch ActionDialog.keys[key] {
        case .change:
            dialog.choice = dialog.choice.other
            overlay = .dialog(dialog)
        case .confirm: close(dialog, choosing: .confirm, now: now)
        case .choose: close(dialog, choosing: dialog.choice, now: now)
        case .keep: close(dialog, choosing: .keep, now: now)
        case nil: break
        }
    }

    private mutating func close(_ dialog: ActionDialog, choosing choice: ActionDialog.Choice, now: Timestamp) {
        overlay = nil
        if choice == .confirm { confirm(dialog, now: now) }
    }

    private mutating func scrollOverlay(
        _ key: Key,
        from scroll: Int,
        to last: Int,
        closedBy closing: Action,
        _ scrolled: (Int) -> Overlay,
    ) {
        let place = min(scroll, last)
        if TextDeed.keys[key] == .close { return overlay = nil }
        switch (key, settings.keys.action(for: key)) {
        case (_, closing), (_, .quit): overlay = nil
        case (.wheelUp, _), (_, .up): overlay = scrolled(max(0, place - 1))
        case (.wheelDown, _), (_, .down): overlay = scrolled(min(place + 1, last))
        case (_, .pageUp), (_, .halfPageUp): overlay = scrolled(max(0, place - 10))
        case (_, .pageDown), (_, .halfPageDown): overlay = scrolled(min(place + 10, last))
        case (_, .first): overlay = scrolled(0)
        case (_, .last): overlay = scrolled(last)
        default: break
        }
    }
}
