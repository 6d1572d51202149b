import Filtering
import Screen

/// A line being typed at the foot of the screen: a filter, or a command.
struct Prompt: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case filter, command
    }

    let kind: Kind
    var editor: LineEditor
    /// How many steps back in the history; 0 for the line that is being typed.
    var historyStep = 0
    /// Which of the suggested commands is chosen.
    var choice = 0
    /// What is wrong with the text as it stands.
    var problem: String?
    /// What to go back to when the line is given up.
    var previous = TaskFilter.all
    var anchor: WatchedTask.ID?

    init(_ kind: Kind, text: String = "") {
        self.kind = kind
        editor = LineEditor(text)
    }
}
