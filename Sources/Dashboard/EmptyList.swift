import Screen

/// What stands in the place of the tasks while there are none: how to start the first.
struct EmptyList {
    let state: DashboardState

    func draw(in area: Area, of frame: inout Frame) {
        let lines = lines.filter { $0.columnCount <= area.columns - 2 }
        let widest = lines.map(\.columnCount).max() ?? 0
        let place = area.centred(rows: lines.count, columns: widest)
        for (offset, line) in lines.prefix(area.rows).enumerated() {
            line.draw(in: Area(row: place.row + offset, column: place.column, rows: 1, columns: widest), of: &frame)
        }
    }

    private static let defaultURL = "http://127.0.0.1:5000"

    private var lines: [StyledLine] {
        guard state.hasSnapshot else { return [StyledLine(waiting, Style(isDim: true))] }
        let environment = state.serverURL == EmptyList.defaultURL ? "" : "GENBOARD_URL=\(state.serverURL) "
        let dim = Style(isDim: true)
        return [
            StyledLine("No tasks yet.", Style(isBold: true)), StyledLine(),
            StyledLine("Run any command as a task, in another terminal:", dim),
            StyledLine("  \(environment)genboard run -- CMD", Style(foreground: .cyan)), StyledLine(),
            StyledLine("Create one over HTTP:", dim),
            StyledLine("  curl --json '{}' \(state.serverURL)/api/tasks", Style(foreground: .cyan)), StyledLine(),
            StyledLine("Or from Python, with python-socketio:", dim),
            StyledLine("  sio.connect(\"\(state.serverURL)\", namespaces=[\"/progress\"])", Style(foreground: .cyan)),
            StyledLine("  sio.call(\"create_task\", {}, namespace=\"/progress\")", Style(foreground: .cyan)),
        ]
    }

    private var waiting: String {
        switch state.connection {
        case .connected: "Reading the list of tasks"
        case .connecting: "Connecting to \(state.serverURL)"
        case .disconnected: "No server answers at \(state.serverURL)"
        }
    }
}
