import ProgressModel
import Screen

/// How many tasks are in which state, and how fast changes come.
struct StatusCounts {
    let state: DashboardState
    let now: Timestamp

    private struct Entry {
        let condition: Condition
        let word: String
        let count: Int
    }

    func draw(in area: Area, of frame: inout Frame) {
        let full = line { entry, symbol in " \(symbol) \(entry.count) \(entry.word) " }
        let short = line { entry, symbol in " \(symbol)\(entry.count)" }
        let compact = line { entry, symbol in " \(symbol)\(entry.count) \(entry.word)" }
        let counts = [full, compact].first { $0.columnCount <= area.columns } ?? short
        counts.draw(in: area, of: &frame)
        guard counts.columnCount + rate.columnCount <= area.columns else { return }
        StyledLine(rate, Style(isDim: true)).drawAtRight(in: area, of: &frame)
    }

    /// The same in words alone, for a screen that has room for nothing else.
    var summary: String {
        entries.map { "\($0.count) \($0.word)" }.joined(separator: ", ")
    }

    private func line(_ text: (Entry, String) -> String) -> StyledLine {
        var line = StyledLine()
        for entry in entries {
            line.append(text(entry, entry.condition.symbol(state.capabilities.repertoire)), entry.condition.style)
        }
        if state.tasks.leftOutCount > 0 {
            line.append(" +\(state.tasks.leftOutCount) not shown ", Style(isBold: true))
        }
        return line
    }

    /// Running is always told, the others when there are any.
    private var entries: [Entry] {
        let counts = state.tasks.counts
        let running = [Condition.started, .content, .image].reduce(0) { $0 + counts[$1, default: 0] }
        let others: [Condition] = [.stalled, .pending, .releasing, .completed, .failed, .cancelled]
        return [Entry(condition: .started, word: "running", count: running)]
            + others.map { Entry(condition: $0, word: $0.word, count: counts[$0, default: 0]) }.filter { $0.count > 0 }
    }

    private var rate: String {
        let perSecond = state.isConnected ? state.rate.perSecond(at: now) : 0
        let tenths = Int((perSecond * 10).rounded())
        return tenths % 10 == 0 || tenths > 100 ? "\(tenths / 10) events/s " : "\(tenths / 10).\(tenths % 10) events/s "
    }
}
