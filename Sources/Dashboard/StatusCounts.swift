import Filtering
import ProgressModel
import Screen

/// The second line: how many tasks are in which state, which of them the list shows, and how fast changes come.
struct StatusCounts {
    private let state: DashboardState
    private let group: ServerGroup
    private let now: Timestamp

    init(state: DashboardState, now: Timestamp) {
        self.state = state
        self.now = now
        group = state.shownServers
    }

    private struct Entry {
        let tab: StatusTab
        let word: String
        let count: Int
        let isShown: Bool
    }

    func draw(in area: Area, of frame: inout Frame) {
        // Before the first list it is not known whether there are any.
        guard group.hasSnapshot else { return }
        let fitting = [full, compact].first { $0.columnCount + filter.columnCount <= area.columns } ?? short
        fitting.draw(in: area, of: &frame)
        let notes = !filter.isEmpty ? [filter] : group.isConnected ? [throughput, rate] : []
        guard let note = notes.first(where: { fitting.columnCount + $0.columnCount < area.columns }) else { return }
        note.drawAtRight(in: area, of: &frame)
    }

    private var full: StyledLine {
        line { entry, symbol in " \(symbol)\(symbol.isEmpty ? "" : " ")\(entry.count) \(entry.word) " }
    }
    private var compact: StyledLine { line { entry, symbol in " \(symbol)\(entry.count) \(entry.word)" } }
    private var short: StyledLine { line { entry, symbol in " \(symbol.isEmpty ? "=" : symbol)\(entry.count)" } }

    /// The same in words alone, for a screen that has room for nothing else.
    var summary: String {
        entries.filter { $0.tab != .all && $0.tab != .active }.map { "\($0.count) \($0.word)" }.joined(separator: ", ")
    }

    private func line(_ text: (Entry, String) -> String) -> StyledLine {
        var line = StyledLine()
        for entry in entries {
            let sample = entry.tab.conditions.first
            let isMany = entry.tab == .all || entry.tab == .active
            let symbol =
                isMany
                ? ""
                : entry.tab == .running
                    ? Condition.started.symbol(state.capabilities.repertoire)
                    : sample?.symbol(state.capabilities.repertoire) ?? ""
            var style = isMany ? Style(isBold: entry.isShown) : sample?.style ?? .plain
            if entry.isShown, state.arrangement.tab != .all {
                style.isReversed = true
                style.isDim = false
            }
            line.append(text(entry, symbol), style)
        }
        if group.leftOutCount > 0 {
            line.append(" \(state.texts.notShown(group.leftOutCount)) ", Style(isBold: true))
        }
        return line
    }

    /// Running is always told, the others when there are any or when they are what the list shows.
    private var entries: [Entry] {
        let tab = state.arrangement.tab
        return StatusTab.allCases.compactMap { each in
            let count = group.count(of: each)
            let isShown = each == tab
            let isTold = each == .active || each == .all ? isShown && each == .active : each == .running || count > 0
            guard isTold || isShown && each != .all || each == .all && tab != .all else { return nil }
            return Entry(tab: each, word: state.texts.name(of: each), count: count, isShown: isShown)
        }
    }

    private var filter: StyledLine {
        let filter = state.arrangement.filter
        guard !filter.acceptsAll else { return StyledLine() }
        let text = filter.text.truncated(toColumns: 40, ellipsis: state.symbols.ellipsis)
        return StyledLine(" /\(text) ", Style(foreground: .yellow, isBold: true))
    }

    private var throughput: StyledLine {
        let curve = Sparkline(group.rate.curve(at: now), symbols: state.symbols).text
        var line = StyledLine("\(curve) ", Style(foreground: .cyan))
        line.append(rate)
        return line
    }

    private var rate: StyledLine {
        let perSecond = group.rate.perSecond(at: now)
        let tenths = Int((min(1e9, perSecond) * 10).rounded())
        let number = tenths % 10 == 0 || tenths > 100 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
        return StyledLine("\(state.texts.perSecond(number)) ", Style(isDim: true))
    }
}
