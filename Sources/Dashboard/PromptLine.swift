import Screen

/// The line being typed, in the footer's place, with what is wrong with it or what could be typed above it.
struct PromptLine {
    let state: DashboardState
    let prompt: Prompt

    /// Suggestions shown at most.
    private static let mostSuggestions = 10

    private var texts: Texts { state.texts }

    func draw(in areas: ScreenAreas, of frame: inout Frame) {
        if prompt.kind == .command { drawSuggestions(above: areas.footer.row, areas.overlay, of: &frame) }
        if let problem = prompt.problem {
            let row = Area(row: areas.footer.row - 1, column: 0, rows: 1, columns: areas.footer.columns)
            frame.fill(row)
            StyledLine(" \(problem)", Style(foreground: .red)).draw(in: row, of: &frame)
        }
        drawLine(in: areas.footer, of: &frame)
    }

    private func drawLine(in area: Area, of frame: inout Frame) {
        frame.fill(area)
        let sign = prompt.kind == .filter ? "/" : ":"
        frame.write(" \(sign)", row: area.row, column: 0, style: Style(foreground: .cyan, isBold: true))
        let hints = [
            (Key.enter, texts.accept), (.escape, texts.giveUp),
            prompt.kind == .filter ? (.up, texts.earlier) : (.tab, texts.complete),
        ].map { "\($0.0.name(state.capabilities.repertoire)) \($0.1)" }.joined(separator: "  ")
        let text = prompt.editor.string
        let room = area.columns - 3
        // A long line is shown from so far on that the cursor can be seen.
        let before = prompt.editor.beforeCursor
        let skipped = before.columnCount < room ? 0 : before.count - room / 2
        let shown = String(text.dropFirst(skipped))
        frame.write(shown, row: area.row, column: 2, maximumWidth: room)
        let cursor = 2 + String(before.dropFirst(skipped)).columnCount
        frame.restyle(Area(row: area.row, column: cursor, rows: 1, columns: 1)) { $0.isReversed = true }
        if shown.columnCount + hints.columnCount + 4 <= room {
            StyledLine("\(hints) ", Style(isDim: true)).drawAtRight(in: area, of: &frame)
        }
    }

    private func drawSuggestions(above row: Int, _ area: Area, of frame: inout Frame) {
        let suggestions = CommandPalette(for: prompt.editor.string, servers: state.serverNames).suggestions
        let rows = min(suggestions.count, PromptLine.mostSuggestions, max(0, area.rows - 2))
        guard rows > 0 else { return }
        let choice = max(0, min(prompt.choice, suggestions.count - 1))
        let top = max(0, min(choice - rows + 1, suggestions.count - rows))
        let place = Area(row: row - rows, column: 0, rows: rows, columns: area.columns)
        frame.fill(place)
        for (offset, suggestion) in suggestions.dropFirst(top).prefix(rows).enumerated() {
            let isChosen = top + offset == choice
            line(suggestion, isChosen: isChosen).draw(in: place.line(offset), of: &frame)
        }
    }

    private func line(_ suggestion: CommandPalette.Suggestion, isChosen: Bool) -> StyledLine {
        let hasArgument = CommandPalette.command(prompt.editor.string)?.argument.isEmpty == false
        let obstacle =
            hasArgument
            ? state.obstacleWithArgument(to: suggestion.action) : state.obstacle(to: suggestion.action)
        let keys = state.settings.keys.keys(for: suggestion.action)
            .map { $0.name(state.capabilities.repertoire) }.joined(separator: " ")
        let mark = isChosen ? state.symbols.cursor : " "
        var line = StyledLine("\(mark) ", Style(foreground: .cyan, isBold: true))
        line.append(
            padded(suggestion.text, 18),
            Style(isBold: obstacle == nil, isDim: obstacle != nil, isReversed: isChosen),
        )
        line.append("  \(padded(keys, 8))", Style(foreground: .cyan))
        line.append(obstacle ?? texts(suggestion.help), Style(isDim: obstacle != nil))
        return line
    }

    private func padded(_ text: String, _ columns: Int) -> String {
        text + String(repeating: " ", count: max(1, columns - text.columnCount))
    }
}
