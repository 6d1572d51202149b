import Screen

/// A picture as text that a person can review: its characters, then a letter for the style of each cell, then what the letters mean.
///
/// Rows that have no style at all are left out of the second part.
func reviewable(_ frame: Frame) -> String {
    var letters: [Style: Character] = [.plain: " "]
    var legend: [String] = []
    var styles: [String] = []
    for row in 0..<frame.size.rows {
        var line = ""
        for column in 0..<frame.size.columns {
            let style = frame[row, column].style
            if letters[style] == nil {
                let letter = Character(Unicode.Scalar(UInt8(97 + letters.count - 1)))
                letters[style] = letter
                legend.append("\(letter) = \(name(style))")
            }
            line.append(letters[style] ?? " ")
        }
        while line.last == " " { line.removeLast() }
        if !line.isEmpty { styles.append("\(row < 10 ? " " : "")\(row)|\(line)") }
    }
    let picture = frame.lines.map { "|\($0)" }
    return (picture + [""] + styles + [""] + legend).joined(separator: "\n")
}

private func name(_ style: Style) -> String {
    let parts = [
        style.foreground == .standard ? nil : "\(style.foreground)",
        style.background == .standard ? nil : "on \(style.background)",
        style.isBold ? "bold" : nil, style.isDim ? "dim" : nil, style.isReversed ? "reversed" : nil,
        style.isUnderlined ? "underlined" : nil,
    ]
    return parts.compactMap(\.self).joined(separator: " ")
}
