import ProgressModel

/// The cursor is bound to a task, never to a row, and the rows move under it only when a key says so.
extension DashboardState {
    /// Changes the list and leaves the cursor on its task, on the same line of the screen as far as the list allows.
    ///
    /// A selected task that goes away hands the cursor to the one that takes its row.
    mutating func keepingPlace(_ change: (inout DashboardState) -> Void) {
        let oldRow = selectedRow ?? 0
        change(&self)
        if selectedRow == nil { selectedID = tasks[row: min(oldRow, tasks.count - 1)]?.id }
        topRow += (selectedRow ?? 0) - oldRow
        scrollToSelection()
    }

    /// Moves the cursor by that many rows, no further than the ends.
    mutating func moveSelection(by rows: Int) {
        guard let row = selectedRow else { return }
        selectedID = tasks[row: max(0, min(tasks.count - 1, row + rows))]?.id
        scrollToSelection()
    }

    var selectedRow: Int? { selectedID.flatMap(tasks.row(of:)) }

    /// Rows of the list that are on a screen with so many of them.
    func visibleRows(_ pageRows: Int) -> Range<Int> {
        let top = max(0, min(topRow, tasks.count - pageRows))
        return top..<min(tasks.count, top + pageRows)
    }

    private mutating func scrollToSelection() {
        let row = selectedRow ?? 0
        topRow = max(row - pageRows + 1, min(topRow, row))
        topRow = max(0, min(topRow, tasks.count - pageRows))
    }
}
