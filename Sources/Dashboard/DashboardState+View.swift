package import ProgressModel
package import Screen

extension DashboardState {
    /// Draws the dashboard for a screen of that size.
    ///
    /// The work depends on what is visible, not on how many tasks there are.
    package func view(size: Size, now: Timestamp) -> Frame {
        AmbiguousCharacters.$areWide.withValue(capabilities.ambiguousAreWide) { frame(size, now: now) }
    }

    private func frame(_ size: Size, now: Timestamp) -> Frame {
        var frame = Frame(size, repertoire: capabilities.repertoire)
        if let areas = ScreenAreas(size, details: details, hasTabs: hasSeveralServers) {
            drawList(in: areas, of: &frame, now: now)
            drawOverlay(over: areas, of: &frame, now: now)
        } else {
            drawSummary(of: &frame, now: now)
        }
        frame.restyle(Area(size)) { style in
            settings.theme.adapt(&style)
            if !capabilities.usesColor {
                style.foreground = .standard
                style.background = .standard
            }
        }
        return frame
    }

    private func drawList(in areas: ScreenAreas, of frame: inout Frame, now: Timestamp) {
        Header(state: self, now: now).draw(in: areas.header, of: &frame)
        if let area = areas.tabs { ServerTabs(state: self, now: now).draw(in: area, of: &frame) }
        if let area = areas.counts { StatusCounts(state: self, now: now).draw(in: area, of: &frame) }
        if details?.isFull != true { drawTable(in: areas, of: &frame, now: now) }
        if let area = areas.details, let task = selectedTask {
            DetailsPane(state: self, task: task, now: now).draw(in: area, of: &frame)
        }
        if shownServers.isStale {
            for area in [areas.counts, areas.table, areas.details].compactMap(\.self) { frame.dim(area) }
        } else if let area = areas.details, let id = selectedID, servers[id.server]?.staleSince != nil {
            frame.dim(area)
        }
        if let area = areas.detail { DetailLine(state: self, now: now).draw(in: area, of: &frame) }
    }

    private func drawTable(in areas: ScreenAreas, of frame: inout Frame, now: Timestamp) {
        guard shownRows.count > 0 else { return EmptyList(state: self).draw(in: areas.table, of: &frame) }
        let table = TaskTable(self, area: areas.table, now: now)
        if let area = areas.columnTitles { table.drawTitles(in: area, of: &frame) }
        table.draw(in: areas.table, of: &frame)
    }

    private func drawOverlay(over areas: ScreenAreas, of frame: inout Frame, now: Timestamp) {
        switch overlay {
        case .help(let scroll):
            frame.dim(areas.overlay)
            HelpOverlay(state: self, scroll: scroll).draw(over: areas.overlay, of: &frame)
        case .dialog(let dialog):
            frame.dim(areas.overlay)
            ActionDialogPanel(state: self, dialog: dialog, now: now).draw(over: areas.overlay, of: &frame)
        case .answers(let scroll):
            frame.dim(areas.overlay)
            AnswersPanel(state: self, scroll: scroll).draw(over: areas.overlay, of: &frame)
        case .prompt(let prompt):
            return PromptLine(state: self, prompt: prompt).draw(in: areas, of: &frame)
        case nil: break
        }
        Footer(state: self, now: now).draw(in: areas.footer, of: &frame)
    }

    /// One line for a screen too small for anything else.
    private func drawSummary(of frame: inout Frame, now: Timestamp) {
        let summary = StatusCounts(state: self, now: now).summary
        let text = shownServers.isConnected ? summary : "\(texts.offline), \(summary)"
        frame.write(text.truncated(toColumns: frame.size.columns, ellipsis: symbols.ellipsis), row: 0, column: 0)
    }
}

extension Frame {
    /// Makes an area step back: it is old, or something stands in front of it.
    mutating func dim(_ area: Area) {
        restyle(area) {
            $0.isDim = true
            $0.isBold = false
            $0.foreground = .standard
        }
    }
}
