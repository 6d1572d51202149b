import Filtering
import Screen

/// All keys, all states and the forms of a filter with what they mean, scrolled where the screen is too low for them.
struct HelpOverlay {
    let state: DashboardState
    let scroll: Int

    private static let columns = 72
    private static let keyColumns = 13
    private static let keyStyle = Style(foreground: .cyan, isBold: true)

    private var texts: Texts { state.texts }

    func draw(over area: Area, of frame: inout Frame) {
        let lines = lines
        let place = area.centred(rows: lines.count + Panel.edge.rows, columns: HelpOverlay.columns)
        let hidden = max(0, lines.count - (place.rows - Panel.edge.rows))
        let top = min(scroll, hidden)
        let panel = Panel(
            title: texts.help,
            footnote: top < hidden ? texts.moreBelow(hidden - top) : "",
            style: HelpOverlay.keyStyle,
            box: state.symbols.box,
        )
        let inside = panel.draw(in: place, of: &frame)
        for (offset, line) in lines.dropFirst(top).prefix(inside.rows).enumerated() {
            line.draw(in: inside.line(offset), of: &frame)
        }
    }

    /// How far the help can be scrolled in an area with so many rows.
    func maximumScroll(rows: Int) -> Int { max(0, lines.count - max(0, rows - Panel.edge.rows)) }

    private var lines: [StyledLine] {
        let keys = topics.map { line(names(of: $0.keys), HelpOverlay.keyStyle, $0.help, unless: $0.obstacle) }
        let conditions = Condition.allCases.map { condition in
            let name = "\(condition.symbol(state.capabilities.repertoire)) \(texts(condition.word))"
            return line(name, condition.style, texts(condition.explanation), unless: nil)
        }
        let filters = zip(TaskFilter.grammar, texts.filterMeanings).flatMap { entry, meaning in
            let room = HelpOverlay.columns - Panel.edge.columns - 2
            return [StyledLine(entry.form, HelpOverlay.keyStyle)]
                + meaning.wrapped(toColumns: room).map { StyledLine("  \($0)") }
        }
        let heading = StyledLine("\(texts.filters) (\(state.keyName(.filter)))", Style(isBold: true))
        let places = PlaceKeys.all.flatMap { place in
            [StyledLine(), StyledLine(texts(place.title), Style(isBold: true))]
                + place.entries.map { line(names(of: $0.keys), HelpOverlay.keyStyle, texts($0.help), unless: nil) }
        }
        return keys + [StyledLine()] + conditions + [StyledLine(), heading] + filters + places
    }

    private struct Topic {
        let help: String
        var keys: [Key]
        let obstacle: String?
    }

    /// What keys do, each with all the keys that do it.
    private var topics: [Topic] {
        ActionSpec.all.reduce(into: []) { topics, spec in
            let keys = state.settings.keys.keys(for: spec.action)
            guard !keys.isEmpty else { return }
            let help = texts(spec.group)
            if let last = topics.indices.last, topics[last].help == help {
                topics[last].keys += keys
            } else {
                topics.append(Topic(help: help, keys: keys, obstacle: restriction(on: spec.action)))
            }
        }
    }

    private func names(of keys: [Key]) -> String {
        let names = keys.map { $0.name(state.capabilities.repertoire) }
        // More than six in one line are nine that count up.
        guard names.count > 6, let first = names.first, let last = names.last else {
            return names.joined(separator: " ")
        }
        return "\(first) ... \(last)"
    }

    /// What keeps an action from working for a while; not that there is nothing to do it to at the moment.
    private func restriction(on action: Action) -> String? {
        switch action {
        case .cancel: state.restriction(on: .cancel)
        case .force: state.restriction(on: .force)
        case .delete: state.restriction(on: .delete)
        default: nil
        }
    }

    private func line(_ name: String, _ style: Style, _ meaning: String, unless obstacle: String?) -> StyledLine {
        let quiet = Style(isDim: true)
        var line = StyledLine(name, obstacle == nil ? style : quiet)
        line.append(String(repeating: " ", count: max(1, HelpOverlay.keyColumns + 2 - name.columnCount)))
        line.append(obstacle ?? meaning, obstacle == nil ? .plain : quiet)
        return line
    }
}
