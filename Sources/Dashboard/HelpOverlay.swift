import Screen

/// All keys and all states with what they mean, scrolled where the screen is too low for them.
struct HelpOverlay {
    let scroll: Int
    let repertoire: Frame.Repertoire

    private static let columns = 60
    private static let keyColumns = 11

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

    /// How far the help can be scrolled on a screen of that size.
    static func maximumScroll(on size: Size) -> Int {
        let lines = KeyBinding.all.count + Condition.allCases.count + 1
        return max(0, lines - max(0, size.rows - Panel.edge.rows))
    }

    private var lines: [StyledLine] {
        KeyBinding.all.map(line) + [StyledLine()] + Condition.allCases.map(line)
    }

    private func line(_ binding: KeyBinding) -> StyledLine {
        let keys = binding.keys.map { $0.name(repertoire) }.joined(separator: " ")
        return line(keys, Style(foreground: .cyan, isBold: true), binding.help)
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
