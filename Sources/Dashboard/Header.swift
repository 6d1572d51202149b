import ProgressModel
import Screen

/// The first line: which server, when its work will be done, and how the connection to it stands.
///
/// It is never dimmed, for it is always true.
struct Header {
    let state: DashboardState
    let now: Timestamp

    private var texts: Texts { state.texts }

    func draw(in area: Area, of frame: inout Frame) {
        var line = StyledLine(" genboard", Style(foreground: .cyan, isBold: true))
        line.append("  " + Header.withoutScheme(state.serverURL))
        line.draw(in: area, of: &frame)
        let room = area.columns - line.columnCount - 2
        let standings = standings.map { text in StyledLine("\(text) ", style) }
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

    private func drawForecast(from start: Int, before end: Int, in area: Area, of frame: inout Frame) {
        guard state.isConnected, let done = state.forecast.end else { return }
        let clock = state.clock(at: now)
        let text = texts.doneIn(
            String(duration: max(0, done - clock).rounded(.up)),
            at: String(clock: done, now: clock, utcOffset: state.settings.utcOffset),
            isOpen: state.forecast.isOpen,
        )
        guard start + 3 + text.columnCount + 2 <= end else { return }
        frame.write(text, row: area.row, column: start + 3, style: Style(isBold: true))
    }

    private static func withoutScheme(_ url: String) -> String {
        for scheme in ["http://", "https://"] where url.hasPrefix(scheme) { return String(url.dropFirst(scheme.count)) }
        return url
    }

    /// How the connection stands, in words from the fullest to the shortest.
    private var standings: [String] {
        let symbols = state.symbols
        switch state.connection {
        case .connected(let server):
            let full = server.version.map { "\(symbols.online) \(texts.connected(to: $0))" }
            return [full, "\(symbols.online) \(texts.connected)", "\(symbols.online) \(texts.up)"].compactMap(\.self)
        case .connecting:
            let short = "\(symbols.offline) \(texts.connecting)"
            return [age.map { "\(short)\(symbols.separator)\(texts.data($0))" } ?? short, short, symbols.offline]
        case .disconnected(_, _, let retryAt):
            let wait = wait(until: retryAt)
            let parts = [
                [texts.disconnected, age.map { texts.data($0) }, wait.map { texts.nextTry(in: $0) }],
                [texts.stale, age, wait.map { texts.retry(in: $0) }], [age, wait], [texts.stale],
            ]
            return parts.map { "\(symbols.offline) " + $0.compactMap(\.self).joined(separator: symbols.separator) }
        }
    }

    /// How long ago the server was last heard; nil when there is nothing on the screen to be old.
    private var age: String? {
        state.hasSnapshot ? state.staleSince.map { String(duration: now - $0) } : nil
    }

    private func wait(until time: Timestamp?) -> String? {
        time.map { "\(Int(max(0, min(86_400, ($0 - now).rounded(.up))))) s" }
    }

    private var style: Style {
        switch state.connection {
        case .connected: Style(foreground: .green)
        case .connecting: Style(foreground: .yellow)
        case .disconnected: Style(foreground: .red, isBold: true)
        }
    }
}
