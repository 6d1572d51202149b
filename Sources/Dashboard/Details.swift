import ProgressModel
import Screen

/// How the details of the selected task are shown.
struct Details: Sendable, Equatable {
    /// Over all of the list, or beside it.
    var isFull = false
    var scroll = 0
}

extension DashboardState {
    /// Rows a screen needs to show list and details together.
    private static let rowsForBoth = 20

    /// Opens the details; when they are open, the other way of showing them.
    mutating func openDetails() {
        if details == nil {
            details = Details(isFull: !hasRoomForBoth)
            fetchHistory()
        } else if hasRoomForBoth {
            details?.isFull.toggle()
        }
        scrollToSelection()
    }

    var hasRoomForBoth: Bool { size.rows >= DashboardState.rowsForBoth }

    mutating func closeDetails() {
        details = nil
        histories = [:]
        scrollToSelection()
    }

    /// Asks what has happened to the selected task.
    mutating func fetchHistory() {
        guard let id = selectedID, servers[id.server]?.isConnected == true, !isGone(id), details != nil else { return }
        effects.append(.fetchHistory(id))
    }

    /// Lets an action scroll the details, a moving one where they fill the screen; false when it is for the list.
    mutating func scrollDetails(_ action: Action) -> Bool {
        let isForDetails = action == .detailsUp || action == .detailsDown || details?.isFull == true
        guard isForDetails, details != nil, let area = areas?.details, let task = selectedTask else { return false }
        let document = DetailsDocument(of: task, in: self, columns: DetailsPane.textColumns(area), now: lastUpdate)
        let last = max(0, document.lines.count - DetailsPane.textRows(area))
        let place = min(details?.scroll ?? 0, last)
        let steps: [Action: Int] = [
            .up: -1, .down: 1, .pageUp: 1 - area.rows, .pageDown: area.rows - 1, .halfPageUp: -area.rows / 2,
            .halfPageDown: area.rows / 2, .first: -last, .last: last, .detailsUp: -area.rows / 2,
            .detailsDown: area.rows / 2,
        ]
        guard let step = steps[action] else { return false }
        details?.scroll = max(0, min(last, place + step))
        return true
    }
}
