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
        let group = state.shownServers
        guard group.hasSnapshot else { return [[StyledLine(waiting, Style(isDim: true))]] }
        guard group.taskCount == 0 else {
            let hint = texts.clearsIt(state.keyName(.back))
            return [[StyledLine(texts.noneMatches, Style(isBold: true)), StyledLine(hint, Style(isDim: true))]]
        }
        let environment = url == state.settings.standardURL ? "" : "GENBOARD_URL=\(url) "
        return [
            [StyledLine(texts.noTasksYet, Style(isBold: true))],
            paragraph(texts.runACommand, "\(environment)genboard run -- CMD"),
            paragraph(texts.createOverHTTP, "curl --json '{}' \(url)/api/tasks"),
            paragraph(
                texts.fromPython,
                "sio.connect(\"\(url)\", namespaces=[\"/progress\"])",
                "sio.call(\"create_task\", {}, namespace=\"/progress\")",
            ),
        ]
    }

    private func paragraph(_ sentence: String, _ commands: String...) -> [StyledLine] {
        [StyledLine(sentence, Style(isDim: true))] + commands.map { StyledLine("  \($0)", Style(foreground: .cyan)) }
    }

    /// The server to begin with: one that answers, where there is one.
    private var server: ServerState? {
        let shown = state.shownServers.servers
        return shown.first(where: \.isConnected) ?? shown.first
    }
    private var url: String { server?.label.url ?? state.settings.standardURL }

    private var waiting: String {
        switch server?.connection {
        case .connected: state.texts.readingList
        case .connecting, nil: state.texts.connectingTo(url)
        case .disconnected: state.texts.noAnswer(from: url)
        }
    }
}
