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
        let lines = lines(columns: textColumns(area))
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

    /// How far the help can be scrolled in an area.
    func maximumScroll(in area: Area) -> Int {
        max(0, lines(columns: textColumns(area)).count - max(0, area.rows - Panel.edge.rows))
    }

    private func textColumns(_ area: Area) -> Int { min(HelpOverlay.columns, area.columns) - Panel.edge.columns }

    private func lines(columns: Int) -> [StyledLine] {
        let keys = topics.flatMap {
            entry(names(of: $0.keys), HelpOverlay.keyStyle, $0.help, unless: $0.obstacle, columns)
        }
        let conditions = Condition.allCases.flatMap { condition in
            let name = "\(condition.symbol(state.capabilities.repertoire)) \(texts(condition.word))"
            return entry(name, condition.style, texts(condition.explanation), columns)
        }
        let grammar = TaskFilter.grammar(ofSeveralServers: state.hasSeveralServers)
        let filters = zip(grammar, texts.meanings(of: grammar)).flatMap { form, meaning in
            [StyledLine(form.form, HelpOverlay.keyStyle)]
                + meaning.wrapped(toColumns: columns - 2).map { StyledLine("  \($0)") }
        }
        let heading = StyledLine("\(texts.filters) (\(state.keyName(.filter)))", Style(isBold: true))
        let places = PlaceKeys.all.flatMap { place in
            [StyledLine(), StyledLine(texts(place.title), Style(isBold: true))]
                + place.entries.flatMap { entry(names(of: $0.keys), HelpOverlay.keyStyle, texts($0.help), columns) }
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
            guard !keys.isEmpty, state.isOffered(spec.action) else { return }
            let help = texts(isWhole(spec.group) ? spec.group : spec.help)
            if let last = topics.indices.last, topics[last].help == help {
                topics[last].keys += keys
            } else {
                topics.append(Topic(help: help, keys: keys, obstacle: restriction(on: spec.action)))
            }
        }
    }

    /// Whether all that do something together have a key.
    private func isWhole(_ group: Text) -> Bool {
        ActionSpec.all.allSatisfy { $0.group != group || !state.settings.keys.keys(for: $0.action).isEmpty }
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
        action.verb.flatMap { state.restriction(on: $0) }
    }

    /// A name and what it means, in as many lines as that takes.
    private func entry(
        _ name: String,
        _ style: Style,
        _ meaning: String,
        unless obstacle: String? = nil,
        _ columns: Int,
    ) -> [StyledLine] {
        let quiet = Style(isDim: true)
        let indent = max(HelpOverlay.keyColumns + 2, name.columnCount + 1)
        return (obstacle ?? meaning).wrapped(toColumns: columns - indent).enumerated().map { number, text in
            var line = StyledLine(number == 0 ? name : "", obstacle == nil ? style : quiet)
            line.append(String(repeating: " ", count: indent - line.columnCount))
            line.append(text, obstacle == nil ? .plain : quiet)
            return line
        }
    }
}
