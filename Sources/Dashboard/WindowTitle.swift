package import ProgressModel
import Screen

extension DashboardState {
    /// The state of affairs in a few characters, for the terminal's title: `3▶ 12⏳ 1✗ 4m`.
    package func windowTitle(at now: Timestamp) -> String {
        let shown = shownServers
        let isUnicode = capabilities.repertoire == .unicode
        func part(_ tab: StatusTab, _ sign: String) -> String? {
            let count = shown.count(of: tab)
            return count > 0 ? "\(count)\(sign)" : nil
        }
        let counts = [
            part(.running, isUnicode ? "▶" : ">"), part(.pending, isUnicode ? "⏳" : "."), part(.stalled, "!"),
            part(.failed, isUnicode ? "✗" : "x"), shown.forecast(at: now).map { roughly($0.end - $0.clock) },
        ]
        let text = counts.compactMap(\.self).joined(separator: " ")
        let state = shown.isConnected ? [text] : [texts.offline, text]
        return (["genboard"] + state.filter { !$0.isEmpty }).joined(separator: " ")
    }

    /// A time left in one unit, so that the title does not change every second.
    private func roughly(_ seconds: Double) -> String {
        let seconds = Int(max(0, min(8_640_000, seconds)))
        return switch seconds {
        case ..<60: "<1m"
        case ..<5_400: "\((seconds + 59) / 60)m"
        default: "\((seconds + 1800) / 3600)h"
        }
    }
}
