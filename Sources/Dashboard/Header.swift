import ProgressModel
import Screen

/// The first line: which server, and how the connection to it stands.
///
/// It is never dimmed, for it is always true.
struct Header {
    let state: DashboardState
    let now: Timestamp

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
    }

    private static func withoutScheme(_ url: String) -> String {
        for scheme in ["http://", "https://"] where url.hasPrefix(scheme) { return String(url.dropFirst(scheme.count)) }
        return url
    }

    /// How the connection stands, in words from the fullest to the shortest.
    private var standings: [String] {
        let symbols = Symbols(state.capabilities.repertoire)
        switch state.connection {
        case .connected(let version):
            let short = "\(symbols.online) connected"
            return [version.map { "\(short) to \($0)" } ?? short, short, "\(symbols.online) up"]
        case .connecting:
            let short = "\(symbols.offline) connecting"
            return [age.map { "\(short)\(symbols.separator)data \($0) old" } ?? short, short, symbols.offline]
        case .disconnected(_, _, let retryAt):
            let parts = [
                ["disconnected", age.map { "data \($0) old" }, wait(until: retryAt).map { "next try in \($0)" }],
                ["stale", age, wait(until: retryAt).map { "retry \($0)" }],
                [age, wait(until: retryAt)], ["stale"],
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
