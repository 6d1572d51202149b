package import ProgressModel
package import Screen

extension DashboardState {
    /// Draws the dashboard for a screen of that size.
    ///
    /// The work depends on what is visible, not on how many tasks there are.
    package func view(size: Size, now: Timestamp) -> Frame {
        var frame = Frame(size, repertoire: capabilities.repertoire)
        if let areas = ScreenAreas(size) {
            drawList(in: areas, of: &frame, now: now)
            drawOverlay(over: areas.overlay, of: &frame, now: now)
            Footer(state: self).draw(in: areas.footer, of: &frame)
        } else {
            drawSummary(of: &frame, now: now)
        }
        if !capabilities.usesColor {
            frame.restyle(Area(size)) {
                $0.foreground = .standard
                $0.background = .standard
            }
        }
        return frame
    }

    private func drawList(in areas: ScreenAreas, of frame: inout Frame, now: Timestamp) {
        let table = TaskTable(self, area: areas.table, clock: clock(at: now))
        Header(state: self, now: now).draw(in: areas.header, of: &frame)
        if let area = areas.counts { StatusCounts(state: self, now: now).draw(in: area, of: &frame) }
        if tasks.count == 0 {
            EmptyList(state: self).draw(in: areas.table, of: &frame)
        } else {
            if let area = areas.columnTitles { table.drawTitles(in: area, of: &frame) }
            table.draw(in: areas.table, of: &frame)
        }
        if staleSince != nil {
            for area in [areas.counts, areas.table].compactMap(\.self) { frame.dim(area) }
        }
        if let area = areas.detail { DetailLine(state: self, now: now).draw(in: area, of: &frame) }
    }

    private func drawOverlay(over area: Area, of frame: inout Frame, now: Timestamp) {
        switch overlay {
        case .help(let scroll):
            frame.dim(area)
            HelpOverlay(scroll: scroll, repertoire: capabilities.repertoire).draw(over: area, of: &frame)
        case .cancel(let dialog):
            guard let task = tasks[dialog.taskID] else { return }
            frame.dim(area)
            let row = TaskRow(
                task: task,
                shortID: shortID(task.id),
                condition: condition(of: task),
                clock: clock(at: now),
                repertoire: capabilities.repertoire,
            )
            CancelDialogPanel(dialog: dialog, row: row).draw(over: area, of: &frame)
        case nil: break
        }
    }

    /// One line for a screen too small for anything else.
    private func drawSummary(of frame: inout Frame, now: Timestamp) {
        let summary = StatusCounts(state: self, now: now).summary
        let text = isConnected ? summary : "offline, \(summary)"
        frame.write(
            text.truncated(toColumns: frame.size.columns, ellipsis: Symbols(capabilities.repertoire).ellipsis),
            row: 0,
            column: 0,
        )
    }
}

extension Frame {
    /// Makes an area step back: it is old, or something stands in front of it.
    fileprivate mutating func dim(_ area: Area) {
        restyle(area) {
            $0.isDim = true
            $0.isBold = false
            $0.foreground = .standard
        }
    }
}
