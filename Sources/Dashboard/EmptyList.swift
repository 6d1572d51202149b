import Screen

/// What stands in the place of the tasks while there are none: how to start the first.
struct EmptyList {
    let state: DashboardState

    func draw(in area: Area, of frame: inout Frame) {
        let lines = fitting(area)
        let widest = lines.map(\.columnCount).max() ?? 0
        let place = area.centred(rows: lines.count, columns: widest)
        for (offset, line) in lines.enumerated() {
            line.draw(in: Area(row: place.row + offset, column: place.column, rows: 1, columns: widest), of: &frame)
        }
    }

    /// As many paragraphs as there is room for, each whole: half a command is worse than none.
    private func fitting(_ area: Area) -> [StyledLine] {
        var lines: [StyledLine] = []
        for paragraph in paragraphs where paragraph.allSatisfy({ $0.columnCount <= area.columns - 2 }) {
            let blank = lines.isEmpty ? [] : [StyledLine()]
            guard lines.count + blank.count + paragraph.count <= area.rows else { break }
            lines += blank + paragraph
        }
        return lines
    }

    private var paragraphs: [[StyledLine]] {
        let texts = state.texts
        guard state.hasSnapshot else { return [[StyledLine(waiting, Style(isDim: true))]] }
        guard state.store.count == 0 else {
            let hint = texts.clearsIt(state.keyName(.back))
            return [[StyledLine(texts.noneMatches, Style(isBold: true)), StyledLine(hint, Style(isDim: true))]]
        }
        let environment = state.serverURL == state.settings.standardURL ? "" : "GENBOARD_URL=\(state.serverURL) "
        return [
            [StyledLine(texts.noTasksYet, Style(isBold: true))],
            paragraph(texts.runACommand, "\(environment)genboard run -- CMD"),
            paragraph(texts.createOverHTTP, "curl --json '{}' \(state.serverURL)/api/tasks"),
            paragraph(
                texts.fromPython,
                "sio.connect(\"\(state.serverURL)\", namespaces=[\"/progress\"])",
                "sio.call(\"create_task\", {}, namespace=\"/progress\")",
            ),
        ]
    }

    private func paragraph(_ sentence: String, _ commands: String...) -> [StyledLine] {
        [StyledLine(sentence, Style(isDim: true))] + commands.map { StyledLine("  \($0)", Style(foreground: .cyan)) }
    }

    private var waiting: String {
        switch state.connection {
        case .connected: state.texts.readingList
        case .connecting: state.texts.connectingTo(state.serverURL)
        case .disconnected: state.texts.noAnswer(from: state.serverURL)
        }
    }
}
