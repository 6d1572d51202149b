import Screen

/// What the server says to something that was asked for many tasks, one line for each; what failed first.
struct AnswersPanel {
    let state: DashboardState
    let scroll: Int

    private static let widest = 76

    func draw(over area: Area, of frame: inout Frame) {
        guard let batch = state.batch else { return }
        let texts = state.texts
        let items = sorted(batch)
        let place = area.centred(
            rows: items.count + Panel.edge.rows,
            columns: min(AnswersPanel.widest, area.columns),
        )
        let hidden = max(0, items.count - (place.rows - Panel.edge.rows))
        let top = min(scroll, hidden)
        let notes = [
            batch.failedCount > 0 ? texts.refused(batch.failedCount) : nil,
            top < hidden ? texts.moreBelow(hidden - top) : nil,
        ]
        let panel = Panel(
            title: texts.answered(batch.verb, batch.answeredCount, of: batch.items.count),
            footnote: notes.compactMap(\.self).joined(separator: state.symbols.separator),
            style: Style(foreground: batch.failedCount > 0 ? .red : .cyan, isBold: true),
            box: state.symbols.box,
        )
        let inside = panel.draw(in: place, of: &frame)
        for (offset, item) in items.dropFirst(top).prefix(inside.rows).enumerated() {
            line(item, batch.verb).draw(in: inside.line(offset), of: &frame)
        }
    }

    private func sorted(_ batch: Batch) -> [Batch.Item] {
        batch.items.filter { $0.answer != nil && $0.answer != .done } + batch.items.filter { $0.answer == nil }
            + batch.items.filter { $0.answer == .done }
    }

    private func line(_ item: Batch.Item, _ verb: ActionRequest.Verb) -> StyledLine {
        let symbols = state.symbols
        let sign =
            switch item.answer {
            case nil: Condition.cancelling.symbol(state.capabilities.repertoire)
            case .done: Condition.completed.symbol(state.capabilities.repertoire)
            default: Condition.failed.symbol(state.capabilities.repertoire)
            }
        let style =
            switch item.answer {
            case nil: Style(foreground: .magenta)
            case .done: Style(foreground: .green)
            default: Style(foreground: .red)
            }
        var line = StyledLine("\(sign) ", style)
        line.append(state.shortID(item.id), Style(isBold: true))
        line.append(" \(state.texts.outcome(item.answer, of: verb))", style)
        if !item.title.isEmpty { line.append("\(symbols.separator)\(item.title)", Style(isDim: true)) }
        return line
    }
}
