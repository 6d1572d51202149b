import Screen

/// What the server says to something that was asked for many tasks, whole; what failed first.
struct AnswersPanel {
    let state: DashboardState
    let scroll: Int

    private static let widest = 76
    /// Lines of one answer at most; the rest of a longer one is left out.
    private static let mostLines = 6

    func draw(over area: Area, of frame: inout Frame) {
        guard let batch = state.batch else { return }
        let texts = state.texts
        let columns = min(AnswersPanel.widest, area.columns)
        let entries = sorted(batch).map { Entry(item: $0, verb: batch.verb, columns: columns - Panel.edge.columns) }
        let room = max(0, area.rows - Panel.edge.rows)
        let top = min(scroll, lastTop(of: entries, in: room))
        var lines: [StyledLine] = []
        var below = entries.count - top
        for entry in entries.dropFirst(top) {
            let more = self.lines(of: entry)
            guard lines.count + more.count <= room || lines.isEmpty else { break }
            lines += more
            below -= 1
        }
        let notes = [
            batch.failedCount > 0 ? texts.refused(batch.failedCount) : nil, below > 0 ? texts.moreBelow(below) : nil,
        ]
        let panel = Panel(
            title: texts.answered(batch.verb, batch.answeredCount, of: batch.items.count),
            footnote: notes.compactMap(\.self).joined(separator: state.symbols.separator),
            style: Style(foreground: batch.failedCount > 0 ? .red : .cyan, isBold: true),
            box: state.symbols.box,
        )
        let rows = top > 0 || below > 0 ? room : lines.count
        let inside = panel.draw(in: area.centred(rows: rows + Panel.edge.rows, columns: columns), of: &frame)
        for (offset, line) in lines.prefix(inside.rows).enumerated() {
            line.draw(in: inside.line(offset), of: &frame)
        }
    }

    private struct Entry {
        let item: Batch.Item
        let verb: ActionRequest.Verb
        let columns: Int
    }

    /// The first entry of a panel that shows the last one at its foot; only as many are looked at as it shows.
    private func lastTop(of entries: [Entry], in room: Int) -> Int {
        var top = entries.count
        var rows = 0
        while top > 0 {
            rows += lines(of: entries[top - 1]).count
            guard rows <= room else { break }
            top -= 1
        }
        return max(0, min(top, entries.count - 1))
    }

    private func sorted(_ batch: Batch) -> [Batch.Item] {
        batch.items.filter { $0.answer != nil && $0.answer != .done } + batch.items.filter { $0.answer == nil }
            + batch.items.filter { $0.answer == .done }
    }

    private func lines(of entry: Entry) -> [StyledLine] {
        let (item, id) = (entry.item, state.shortID(entry.item.id))
        let (sign, style) = look(of: item.answer)
        let text = "\(id) \(state.texts.outcome(item.answer, of: entry.verb))"
        var lines = text.wrapped(toColumns: entry.columns - 2).prefix(AnswersPanel.mostLines).enumerated().map {
            number,
            text in
            var line = StyledLine(number == 0 ? "\(sign) " : "  ", style)
            let name = number == 0 && text.hasPrefix(id) ? id : ""
            line.append(name, Style(isBold: true))
            line.append(String(text.dropFirst(name.count)), style)
            return line
        }
        if !item.title.isEmpty, let last = lines.indices.last {
            lines[last].append("\(state.symbols.separator)\(item.title)", Style(isDim: true))
        }
        return lines
    }

    private func look(of answer: ActionAnswer?) -> (sign: String, style: Style) {
        let (condition, colour): (Condition, Color) =
            switch answer {
            case nil: (.cancelling, .magenta)
            case .done: (.completed, .green)
            default: (.failed, .red)
            }
        return (condition.symbol(state.capabilities.repertoire), Style(foreground: colour))
    }
}
