import ProgressModel
import Screen

/// The line of tabs: all servers together, then each by its name with how the connection to it stands.
///
/// It is never dimmed, for it is always true.
struct ServerTabs {
    private let state: DashboardState
    private let now: Timestamp

    private struct Tab {
        let line: StyledLine
        let isShown: Bool
    }

    init(state: DashboardState, now: Timestamp) {
        self.state = state
        self.now = now
    }

    func draw(in area: Area, of frame: inout Frame) {
        let names = state.servers.map(\.label.name)
        let shortNames = ShortIDs(names, ellipsis: state.symbols.ellipsis).texts
        var tabs = tabs(names, brevity: 0)
        for (names, brevity) in [(names, 1), (names, 2), (shortNames, 2)] where width(of: tabs) > area.columns {
            tabs = self.tabs(names, brevity: brevity)
        }
        // Where there is no room for all, the one that is shown must be among those that are seen.
        while let first = tabs.first, !first.isShown, width(of: tabs) > area.columns { tabs.removeFirst() }
        var line = StyledLine()
        for tab in tabs { line.append(tab.line) }
        line.draw(in: area, of: &frame)
    }

    private func width(of tabs: [Tab]) -> Int { tabs.reduce(0) { $0 + $1.line.columnCount } }

    /// - Parameter brevity: How many of the longer notes about a connection are left out.
    private func tabs(_ names: [String], brevity: Int) -> [Tab] {
        let isAll = state.arrangement.server == nil
        let all = Tab(line: StyledLine(" \(state.texts.name(of: .all)) ", style(.plain, isAll)), isShown: isAll)
        return [all]
            + zip(state.servers, names).map { server, name in
                let standing = ConnectionStanding(of: server, in: state, now: now)
                let isShown = state.arrangement.server == server.id
                let notes = standing.notes
                let note = notes[min(brevity, notes.count - 1)]
                var line = StyledLine(" \(standing.sign) ", style(standing.style, isShown))
                line.append("\(name) ", style(.plain, isShown))
                if !note.isEmpty { line.append("\(note) ", style(standing.style, isShown)) }
                return Tab(line: line, isShown: isShown)
            }
    }

    private func style(_ style: Style, _ isShown: Bool) -> Style {
        var style = style
        if isShown { (style.isReversed, style.isBold) = (true, true) }
        return style
    }
}
