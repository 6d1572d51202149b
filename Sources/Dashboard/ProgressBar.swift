package import Screen

/// A bar that fills from the left in eighths of a cell, or in halves where there is only ASCII.
///
/// It rounds down, so only a finished task has a full bar, but the least progress shows.
package struct ProgressBar {
    private let percent: Double
    private let style: Style
    private let symbols: Symbols

    /// Percentages are drawn as if within 0...100; what is no number is drawn as 0.
    package init(percent: Double, style: Style, repertoire: Frame.Repertoire) {
        self.percent = percent
        self.style = style
        symbols = Symbols(repertoire)
    }

    /// Draws the bar in the first row of the area.
    package func draw(in area: Area, of frame: inout Frame) {
        guard area.rows > 0, area.columns > 0 else { return }
        let cells = self.cells(area.columns)
        let used = frame.write(
            cells,
            row: area.row,
            column: area.column,
            style: style,
            maximumWidth: area.columns,
        )
        let track = String(repeating: symbols.barTrack, count: area.columns - used)
        frame.write(track, row: area.row, column: area.column + used, style: Style(isDim: true))
    }

    private func cells(_ columns: Int) -> String {
        let fraction = percent.isFinite ? max(0, min(100, percent)) / 100 : 0
        let steps = symbols.barSteps.count
        let filled = max(fraction > 0 ? 1 : 0, Int(fraction * Double(columns * steps)))
        let whole = String(repeating: symbols.barSteps.last ?? "", count: filled / steps)
        return filled % steps == 0 ? whole : whole + symbols.barSteps[filled % steps - 1]
    }
}
