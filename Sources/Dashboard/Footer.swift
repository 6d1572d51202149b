import ProgressModel
import Screen

/// The last line: the keys that work now, as many as fit, and which row of how many is selected.
struct Footer {
    let state: DashboardState

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
        guard let row = state.selectedRow else { return StyledLine() }
        return StyledLine(" \(row + 1) of \(state.tasks.count) ", Style(isDim: true))
    }

    private var hints: [(key: String, word: String)] {
        func name(_ key: Key) -> String { key.name(state.capabilities.repertoire) }
        switch state.overlay {
        case .cancel(let dialog) where state.tasks[dialog.taskID]?.status.isTerminal ?? true:
            return [(name(.enter), "close")]
        case .cancel:
            return [
                (name(.character("y")), "cancel it"), (name(.character("n")), "keep it"), (name(.tab), "change"),
                (name(.enter), "choose"), (name(.escape), "close"),
            ]
        case .help: return [(name(.escape), "close"), (name(.up), "up"), (name(.down), "down")]
        case nil:
            return KeyBinding.all.compactMap { binding in
                guard let hint = binding.hint, let key = binding.keys.first, isUseful(binding.action) else {
                    return nil
                }
                return (name(key), hint)
            }
        }
    }

    /// Connected there is nothing to reconnect, and without a connection nothing can be cancelled.
    private func isUseful(_ action: Action) -> Bool {
        switch action {
        case .retry: !state.isConnected
        case .cancel: state.isConnected && state.selectedID != nil
        default: true
        }
    }
}
