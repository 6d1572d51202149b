import Screen

/// Numbers as a curve of one line, the highest of them as high as the line.
struct Sparkline {
    let text: String

    init(_ values: [Int], symbols: Symbols) {
        let highest = values.max() ?? 0
        let steps = symbols.curveSteps
        text = values.map { value in
            guard value > 0, highest > 0 else { return " " }
            return steps[min(steps.count - 1, (value * steps.count - 1) / highest)]
        }.joined()
    }
}
