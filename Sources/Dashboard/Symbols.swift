import Screen

/// The signs the widgets draw with, each one column wide, in the characters the terminal has.
struct Symbols: Sendable {
    let cursor: String
    let mark: String
    let ascending: String
    let descending: String
    let ellipsis: String
    let separator: String
    let online: String
    let offline: String
    /// A bar's cells from one step to full; the last is the full cell.
    let barSteps: [String]
    let barTrack: String
    /// The heights of a curve, from the lowest that is not nothing.
    let curveSteps: [String]
    let box: Box

    struct Box: Sendable {
        let topLeft, topRight, bottomLeft, bottomRight, horizontal, vertical: String
    }

    init(_ repertoire: Frame.Repertoire) {
        self = repertoire == .unicode ? .unicode : .ascii
    }

    private init(
        cursor: String,
        mark: String,
        ascending: String,
        descending: String,
        ellipsis: String,
        separator: String,
        online: String,
        offline: String,
        barSteps: [String],
        barTrack: String,
        curveSteps: [String],
        box: Box,
    ) {
        self.cursor = cursor
        self.mark = mark
        self.ascending = ascending
        self.descending = descending
        self.ellipsis = ellipsis
        self.separator = separator
        self.online = online
        self.offline = offline
        self.barSteps = barSteps
        self.barTrack = barTrack
        self.curveSteps = curveSteps
        self.box = box
    }

    private static let unicode = Symbols(
        cursor: "▌",
        mark: "◆",
        ascending: "▲",
        descending: "▼",
        ellipsis: "…",
        separator: " · ",
        online: "●",
        offline: "○",
        barSteps: ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"],
        barTrack: "·",
        curveSteps: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
        box: Box(topLeft: "╭", topRight: "╮", bottomLeft: "╰", bottomRight: "╯", horizontal: "─", vertical: "│"),
    )

    private static let ascii = Symbols(
        cursor: ">",
        mark: "+",
        ascending: "^",
        descending: "v",
        ellipsis: "~",
        separator: " - ",
        online: "*",
        offline: "o",
        barSteps: ["-", "#"],
        barTrack: ".",
        curveSteps: [".", ":", "|"],
        box: Box(topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+", horizontal: "-", vertical: "|"),
    )
}

extension Condition {
    /// The sign in front of the word; no two conditions that call for different actions share one.
    func symbol(_ repertoire: Frame.Repertoire) -> String {
        switch self {
        case .pending: repertoire == .unicode ? "○" : "."
        case .started, .content, .image: repertoire == .unicode ? "●" : "*"
        case .stalled: "!"
        case .cancelling: repertoire == .unicode ? "◍" : "~"
        case .releasing: repertoire == .unicode ? "◌" : "~"
        case .completed: repertoire == .unicode ? "✓" : "+"
        case .failed: repertoire == .unicode ? "✗" : "x"
        case .cancelled: repertoire == .unicode ? "⊘" : "-"
        }
    }
}
