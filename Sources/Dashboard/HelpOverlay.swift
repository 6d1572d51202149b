import Screen

/// All keys and all states with what they mean, scrolled where the screen is too low for them.
struct HelpOverlay {
    let scroll: Int
    let repertoire: Frame.Repertoire

    private static let columns = 60
    private static let keyColumns = 13

    func draw(over area: Area, of frame: inout Frame) {
        let lines = lines
        let place = area.centred(rows: lines.count + Panel.edge.rows, columns: HelpOverlay.columns)
        let hidden = max(0, lines.count - (place.rows - Panel.edge.rows))
        let top = min(scroll, hidden)
        let panel = Panel(
            title: "Help",
            footnote: top < hidden ? "\(hidden - top) more below" : "",
            style: Style(foreground: .cyan, isBold: true),
            box: Symbols(repertoire).box,
        )
        let inside = panel.draw(in: place, of: &frame)
        for (offset, line) in lines.dropFirst(top).prefix(inside.rows).enumerated() {
            line.draw(
                in: Area(row: inside.row + offset, column: inside.column, rows: 1, columns: inside.columns),
                of: &frame,
            )
        }
    }

    /// How far the help can be scrolled in an area with so many rows.
    static func maximumScroll(rows: Int) -> Int {
        let lines = topics.count + 1 + Condition.allCases.count
        return max(0, lines - max(0, rows - Panel.edge.rows))
    }

    /// What keys do, each with all the keys that do it.
    private static let topics = KeyBinding.all.reduce(into: [(keys: [Key], help: String)]()) { topics, binding in
        if let last = topics.indices.last, topics[last].help == binding.help {
            topics[last].keys += binding.keys
        } else {
            topics.append((binding.keys, binding.help))
        }
    }

    private var lines: [StyledLine] {
        let keys = HelpOverlay.topics.map { topic in
            let names = topic.keys.map { $0.name(repertoire) }.joined(separator: " ")
            return line(names, Style(foreground: .cyan, isBold: true), topic.help)
        }
        return keys + [StyledLine()] + Condition.allCases.map(line)
    }

    private func line(_ condition: Condition) -> StyledLine {
        line("\(condition.symbol(repertoire)) \(condition.word)", condition.style, condition.explanation)
    }

    private func line(_ name: String, _ style: Style, _ meaning: String) -> StyledLine {
        var line = StyledLine(name, style)
        line.append(String(repeating: " ", count: max(1, HelpOverlay.keyColumns + 2 - name.columnCount)))
        line.append(meaning)
        return line
    }
}
