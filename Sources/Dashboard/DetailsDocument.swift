import JSON
import ProgressModel
import Screen

/// Everything there is to say about one task, as lines of a given width.
struct DetailsDocument {
    private(set) var lines: [StyledLine] = []
    private let id: WatchedTask.ID
    private let task: GenerationTask
    private let row: TaskRow
    private let state: DashboardState
    private let columns: Int
    private let now: Timestamp

    private static let labelColumns = 14
    private static let heading = Style(foreground: .cyan, isBold: true)
    private static let secondary = Style(isDim: true)

    init(of task: WatchedTask, in state: DashboardState, columns: Int, now: Timestamp) {
        id = task.id
        self.task = task.record
        row = TaskRow(task, in: state, now: now)
        self.state = state
        self.columns = max(10, columns)
        self.now = now
        addStanding()
        addFacts()
        addTimeline()
        addTrees()
    }

    private var texts: Texts { state.texts }
    private var clock: Timestamp { state.clock(of: id.server, at: now) }

    private mutating func addStanding() {
        var line = StyledLine(row.status(columns: .max), row.condition.style)
        if state.isGone(id) {
            line.append("\(state.symbols.separator)\(texts.goneFromServer)", Style(isBold: true))
        }
        line.append("\(state.symbols.separator)\(row.percent)", Style(isBold: true))
        if !row.eta.isEmpty { line.append("\(state.symbols.separator)\(texts.timeLeft) \(row.eta)") }
        lines.append(line)
    }

    private mutating func addFacts() {
        addFact(texts.message, task.message)
        addFact(texts.id, task.id)
        if state.hasSeveralServers, let server = state.servers[id.server] {
            addFact(texts.server, "\(server.label.name)\(state.symbols.separator)\(server.label.url)")
        }
        addFact(texts.type, task.type)
        addFact(texts.created, moment(task.createdAt))
        addFact(texts.started, task.startedAt.map(moment) ?? "")
        addFact(texts.updated, task.status.isTerminal ? "" : moment(task.updatedAt))
        addFact(texts.silent, task.silentSince.map(moment) ?? "")
        addFact(texts.ended, task.finishedAt.map(moment) ?? "")
        addFact(texts.took, row.elapsed)
        addFact(texts.attempt, "\(task.attempt)\(state.symbols.separator)\(texts.changes(task.seq))")
        guard let cancellation = task.cancellation else { return }
        addFact(
            texts.cancelledBy,
            [cancellation.by.name, cancellation.by.address].compactMap(\.self).joined(separator: "  "),
        )
        addFact(texts.reason, cancellation.reason ?? "")
    }

    /// The server's memory of it where it has one, else what the record tells; and what was asked for here.
    private mutating func addTimeline() {
        var entries = state.histories[id] ?? entriesOfRecord
        if let life = state.lives[id] {
            let offset = state.servers[id.server]?.clockOffset ?? 0
            entries.append(
                HistoryLine(
                    time: life.requestedAt + offset,
                    text: life.isForced ? texts.forceRequested : texts.cancelRequested,
                )
            )
            entries += life.deliveredAt.map { [HistoryLine(time: $0 + offset, text: texts.cancelDelivered)] } ?? []
            entries += life.releasedAt.map { [HistoryLine(time: $0 + offset, text: texts.workReleased)] } ?? []
        }
        addHeading(texts.timeline)
        for (_, entry) in entries.enumerated().sorted(by: {
            ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
        }) {
            addFact(time(entry.time), entry.text)
        }
    }

    private var entriesOfRecord: [HistoryLine] {
        let moments = [
            (task.createdAt, texts.created), (task.startedAt, texts.started), (task.silentSince, texts.silent),
            (task.finishedAt, texts(Condition(of: task).word)),
        ]
        return moments.compactMap { time, text in time.map { HistoryLine(time: $0, text: text) } }
    }

    private mutating func addTrees() {
        var details = task.details
        let (result, error) = (details["result"], details["error"])
        details["result"] = nil
        details["error"] = nil
        if !details.isEmpty { addTree(texts.detailsTitle, .object(details)) }
        if let result { addTree(texts.result, result) }
        if let error {
            addHeading(texts.error)
            for text in JSONTree.cut(error.string ?? error.text).wrapped(toColumns: columns) {
                lines.append(StyledLine(text, Style(foreground: .red)))
            }
        }
    }

    private mutating func addTree(_ title: String, _ value: JSONValue) {
        addHeading(title)
        for line in JSONTree(value).lines {
            let indent = String(repeating: "  ", count: min(line.depth, 8))
            let name = line.name.isEmpty ? "" : "\(line.name): "
            let room = max(8, columns - indent.columnCount - name.columnCount)
            for (index, text) in line.text.wrapped(toColumns: room).enumerated() {
                var styled = StyledLine(indent)
                styled.append(
                    index == 0 ? name : String(repeating: " ", count: name.columnCount),
                    DetailsDocument.secondary,
                )
                styled.append(text)
                lines.append(styled)
            }
        }
    }

    private mutating func addHeading(_ text: String) {
        lines += [StyledLine(), StyledLine(text, DetailsDocument.heading)]
    }

    private mutating func addFact(_ label: String, _ value: String) {
        guard !value.isEmpty else { return }
        let label = label.columnCount < DetailsDocument.labelColumns ? label : "\(label) "
        let width = max(DetailsDocument.labelColumns, label.columnCount)
        for (index, text) in value.wrapped(toColumns: max(8, columns - width)).enumerated() {
            let name = index == 0 ? label : ""
            var line = StyledLine(name, DetailsDocument.secondary)
            line.append(String(repeating: " ", count: max(0, width - name.columnCount)))
            line.append(text)
            lines.append(line)
        }
    }

    private func time(_ time: Timestamp) -> String {
        String(clock: time, now: clock, utcOffset: state.settings.utcOffset)
    }

    private func moment(_ moment: Timestamp) -> String {
        "\(time(moment))\(state.symbols.separator)\(texts.ago(String(duration: clock - moment)))"
    }
}
