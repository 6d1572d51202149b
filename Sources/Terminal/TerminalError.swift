/// Why there can be no full-screen terminal here; each says what to do instead.
package enum TerminalError: Error, Equatable, CustomStringConvertible {
    /// Standard input or output is a file or a pipe.
    case notATerminal
    /// The terminfo database does not have this TERM; empty when TERM is not set.
    case unknownType(String)
    /// A terminal of this type only knows how to print one line after the other.
    case cannotMoveCursor(String)
    /// The system has no descriptor left or refused one; the text is its reason.
    case system(String)

    package var description: String {
        switch self {
        case .notATerminal:
            "standard input and output are not a terminal: use --plain for lines of text"
        case .unknownType(""):
            "TERM is not set: set it to your terminal's type, as in TERM=xterm-256color, or use --plain for lines of text"
        case .unknownType(let name):
            "TERM=\(name) is not known here: install its terminfo entry, try TERM=xterm-256color, or use --plain"
        case .cannotMoveCursor(let name):
            "a terminal with TERM=\(name) cannot move its cursor: use --plain for lines of text"
        case .system(let reason):
            "the terminal could not be taken over: \(reason); use --plain for lines of text"
        }
    }
}
