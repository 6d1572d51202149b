import ProgressModel
import Screen

/// The last line: the keys that work now, as many as fit, and which row of how many is selected.
struct Footer {
    let state: DashboardState
    let now: Timestamp

    private var texts: Texts { state.texts }

    func draw(in area: Area, of frame: inout Frame) {
        let position = state.overlay == nil ? position : StyledLine()
        var line = StyledLine()
        for (key, word) in hints {
            var hint = StyledLine(" \(key)", Style(foreground: .cyan, isBold: true))
            hint.append(" \(word) ", Style(isDim: true))
            guard line.columnCount + hint.columnCount + position.columnCount <= area.columns else { break }
            line.append(hint)
        }
        line.draw(in: area, of: &frame)
        position.drawAtRight(in: area, of: &frame)
    }

    private var position: StyledLine {
        var line = StyledLine()
        if let held = state.held, held.isFrozen {
            let text = texts.frozen(String(duration: now - held.since), key: state.keyName(.freeze))
            line.append(" \(text) ", Style(foreground: .yellow, isBold: true))
        }
        if state.isFollowing { line.append(" \(texts.following) ", Style(foreground: .yellow)) }
        if !state.marks.isEmpty {
            line.append(" \(texts.marked(state.marks.count)) ", Style(foreground: .cyan, isBold: true))
        }
        guard let row = state.selectedRow else { return line }
        line.append(" \(texts.position(row + 1, of: state.shownRows.count)) ", Style(isDim: true))
        return line
    }

    private var hints: [(key: String, word: String)] {
        func name(_ key: Key) -> String { key.name(state.capabilities.repertoire) }
        switch state.overlay {
        case .dialog(let dialog) where ActionDialogPanel(state: state, dialog: dialog, now: now).hasEnded:
            return [(name(.enter), texts.closeIt)]
        case .dialog:
            return [
                ("y", texts.confirmIt), ("n", texts.keepIt), (name(.tab), texts.change), (name(.enter), texts.choose),
                (name(.escape), texts.closeIt),
            ]
        case .help, .answers:
            return [(name(.escape), texts.closeIt), ("\(name(.up)) \(name(.down))", texts.scroll)]
        case .prompt, nil:
            return detailsHints
                + ActionSpec.all.compactMap { spec in
                    guard let hint = spec.hint, state.isOffered(spec.action),
                        let key = state.settings.keys.keys(for: spec.action).first,
                        state.obstacle(to: spec.action) == nil, state.details == nil || spec.action != .details
                    else { return nil }
                    return (name(key), texts(hint))
                }
        }
    }

    /// How to go on from the details, where they are open.
    private var detailsHints: [(key: String, word: String)] {
        guard let details = state.details else { return [] }
        let scrolling: [Action] = details.isFull ? [.up, .down] : [.detailsUp, .detailsDown]
        let hints: [(actions: [Action], word: String)] = [
            ([.back], texts.closeIt),
            (state.hasRoomForBoth ? [.details] : [], details.isFull ? texts.split : texts.fullScreen),
            (scrolling, texts.scroll),
        ]
        return hints.compactMap { actions, word in
            let keys = actions.compactMap(state.firstKeyName)
            return keys.isEmpty ? nil : (keys.joined(separator: " "), word)
        }
    }
}
