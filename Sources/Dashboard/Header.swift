import ProgressModel
import Screen

/// The first line: which server, when its work will be done, and how the connection to it stands.
///
/// It is never dimmed, for it is always true.
struct Header {
    private let state: DashboardState
    private let group: ServerGroup
    private let now: Timestamp

    private var texts: Texts { state.texts }

    init(state: DashboardState, now: Timestamp) {
        self.state = state
        self.now = now
        group = state.shownServers
    }

    func draw(in area: Area, of frame: inout Frame) {
        var line = StyledLine(" genboard", Style(foreground: .cyan, isBold: true))
        line.append("  \(subject)")
        line.draw(in: area, of: &frame)
        let room = area.columns - line.columnCount - 2
        let standings = standings
        // Where not even the shortest fits, knowing the state matters more than the address.
        guard let fitting = standings.first(where: { $0.columnCount <= room }) ?? standings.last else { return }
        if fitting.columnCount > room {
            frame.fill(
                Area(row: area.row, column: area.columns - fitting.columnCount - 1, rows: 1, columns: area.columns)
            )
        }
        fitting.drawAtRight(in: area, of: &frame)
        drawForecast(from: line.columnCount, before: area.columns - fitting.columnCount, in: area, of: &frame)
    }

    private var subject: String {
        guard group.servers.count == 1, let server = group.servers.first else {
            return texts.servers(group.servers.count)
        }
        return server.label.urlWithoutScheme
    }

    private func drawForecast(from start: Int, before end: Int, in area: Area, of frame: inout Frame) {
        guard let forecast = group.forecast(at: now) else { return }
        let text = texts.doneIn(
            String(duration: max(0, forecast.end - forecast.clock).rounded(.up)),
            at: String(clock: forecast.end, now: forecast.clock, utcOffset: state.settings.utcOffset),
            isOpen: group.hasOpenEnd,
        )
        guard start + 3 + text.columnCount + 2 <= end else { return }
        frame.write(text, row: area.row, column: start + 3, style: Style(isBold: true))
    }

    /// From the fullest to the shortest.
    private var standings: [StyledLine] {
        guard group.servers.count == 1, let server = group.servers.first else { return standingsOfMany }
        let standing = ConnectionStanding(of: server, in: state, now: now)
        return standing.sentences.map { StyledLine("\($0) ", standing.style) }
    }

    /// Which of them is lost is told by the tabs.
    private var standingsOfMany: [StyledLine] {
        let (count, all) = (group.servers.count { $0.isConnected }, group.servers.count)
        let isWhole = count == all
        let sign = isWhole ? state.symbols.online : state.symbols.offline
        let style = Style(foreground: isWhole ? .green : count > 0 ? .yellow : .red, isBold: !isWhole)
        let words = isWhole ? [texts.connected, texts.up] : [texts.connected(count, of: all), "\(count)/\(all)"]
        return words.map { StyledLine("\(sign) \($0) ", style) }
    }
}
