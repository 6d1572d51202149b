import ProgressModel
import Screen

/// How the connection to one server stands, in words from the fullest to the shortest.
struct ConnectionStanding {
    private let server: ServerState
    private let texts: Texts
    private let symbols: Symbols
    private let now: Timestamp

    init(of server: ServerState, in state: DashboardState, now: Timestamp) {
        self.server = server
        self.now = now
        texts = state.texts
        symbols = state.symbols
    }

    /// For the header, where the server is the only one told about.
    var sentences: [String] {
        switch server.connection {
        case .connected(let identity):
            let full = identity.version.map { "\(symbols.online) \(texts.connected(to: $0))" }
            return [full, "\(symbols.online) \(texts.connected)", "\(symbols.online) \(texts.up)"].compactMap(\.self)
        case .connecting:
            let short = "\(symbols.offline) \(texts.connecting)"
            return [age.map { "\(short)\(symbols.separator)\(texts.data($0))" } ?? short, short, symbols.offline]
        case .disconnected:
            let parts = [
                [texts.disconnected, age.map { texts.data($0) }, wait.map { texts.nextTry(in: $0) }],
                [texts.stale, age, wait.map { texts.retry(in: $0) }], [age, wait], [texts.stale],
            ]
            return parts.map { "\(symbols.offline) " + joined($0) }
        }
    }

    var sign: String { server.isConnected ? symbols.online : symbols.offline }

    /// For its tab, where a connection that is as it should be needs no words.
    var notes: [String] {
        switch server.connection {
        case .connected: [""]
        case .connecting: [joined([texts.connecting, age]), ""]
        case .disconnected:
            [
                joined([age == nil ? texts.disconnected : texts.stale, age, wait.map { texts.retry(in: $0) }]),
                age ?? "", "",
            ]
        }
    }

    var style: Style {
        switch server.connection {
        case .connected: Style(foreground: .green)
        case .connecting: Style(foreground: .yellow)
        case .disconnected: Style(foreground: .red, isBold: true)
        }
    }

    /// How long ago the server was last heard; nil when there is nothing on the screen to be old.
    private var age: String? {
        server.hasSnapshot ? server.staleSince.map { String(duration: now - $0) } : nil
    }

    private var wait: String? {
        guard case .disconnected(_, _, let retryAt?) = server.connection else { return nil }
        return "\(Int(max(0, min(86_400, (retryAt - now).rounded(.up))))) s"
    }

    private func joined(_ parts: [String?]) -> String { parts.compactMap(\.self).joined(separator: symbols.separator) }
}
