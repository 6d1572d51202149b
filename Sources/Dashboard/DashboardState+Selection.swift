import ProgressModel

/// The cursor is bound to a task, never to a row, and goes to another only when a key says so.
extension DashboardState {
    /// Changes the list and leaves the cursor on its task, on the same line of the screen as far as the list allows.
    mutating func keepingPlace(_ change: (inout DashboardState) -> Void) {
        let oldRow = selectedRow ?? 0
        change(&self)
        if selectedID == nil { selectedID = shownRows[0] }
        topRow += (selectedRow ?? 0) - oldRow
        scrollToSelection()
    }

    /// Moves the cursor by that many rows, no further than the ends.
    mutating func moveSelection(by rows: Int) {
        guard let row = selectedRow else { return }
        select(shownRows[max(0, min(shownRows.count - 1, row + rows))])
    }

    /// Puts the cursor on a task; the row it leaves goes if only the cursor kept it.
    mutating func select(_ id: WatchedTask.ID?) {
        guard let id, id != selectedID else { return }
        let left = selectedID
        selectedID = id
        if let left { keepingPlace { $0.letGo(left) } }
        scrollToSelection()
        if details != nil {
            details?.scroll = 0
            fetchHistory()
        }
    }

    private mutating func letGo(_ id: WatchedTask.ID) {
        if let task = servers[id], isAccepted(WatchedTask(task, on: id.server)) { return }
        rows.remove(id)
        if held == nil { gone[id] = nil }
    }

    var selectedRow: Int? { selectedID.flatMap(shownRows.row(of:)) }

    /// Rows of the list that are on a screen with so many of them.
    func visibleRows(_ pageRows: Int) -> Range<Int> {
        let top = max(0, min(topRow, shownRows.count - pageRows))
        return top..<min(shownRows.count, top + pageRows)
    }

    mutating func scrollToSelection() {
        let row = selectedRow ?? 0
        topRow = max(row - pageRows + 1, min(topRow, row))
        topRow = max(0, min(topRow, shownRows.count - pageRows))
    }
}
