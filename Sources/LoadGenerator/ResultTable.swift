/// Measurements as a table for people: a heading, a line for each, and under it what makes its figures doubtful.
package enum ResultTable {
    private static let widths = [11, 9, 9, 6, 11, 9, 9, 9, 8, 9]

    package static var heading: String {
        line(["scenario", "of", "done", "lost", "per second", "p50 ms", "p99 ms", "max ms", "CPU us", "KiB/conn"])
    }

    package static func lines(for measurement: Measurement) -> [String] {
        let latency = measurement.latency
        let figures = line([
            measurement.load.scenario.rawValue,
            measurement.load.scenario.unit,
            String(measurement.done),
            String(measurement.lost),
            decimal(measurement.perSecond, places: 1),
            milliseconds(latency.percentile(0.5)),
            milliseconds(latency.percentile(0.99)),
            milliseconds(latency.count > 0 ? latency.maximum : nil),
            decimal(measurement.serverMicroseconds, places: 2),
            decimal(measurement.memoryPerConnection, places: 1),
        ])
        return [figures] + doubts(about: measurement).map { "  ! \($0)" }
    }

    private static func doubts(about measurement: Measurement) -> [String] {
        var doubts: [String] = []
        if let failure = measurement.failure { doubts.append(failure) }
        if measurement.outOfOrder > 0 { doubts.append("\(measurement.outOfOrder) events came out of order") }
        if measurement.unknown > 0 { doubts.append("the newest state did not reach every subscriber") }
        if measurement.generator.isSaturated {
            let busy = decimal(measurement.generator.busy * 100, places: 0)
            let late = milliseconds(measurement.generator.lateness)
            doubts.append("the load generator was the limit: \(busy) % busy, reports \(late) ms late")
        }
        return doubts
    }

    /// The first two columns are words, the rest figures.
    private static func line(_ cells: [String]) -> String {
        let padded = zip(cells, widths).enumerated().map { column, cell in
            let padding = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
            return column < 2 ? cell.0 + padding : padding + cell.0
        }
        return padded.joined(separator: " ")
    }

    private static func milliseconds(_ nanoseconds: UInt64?) -> String {
        decimal(nanoseconds.map { Double($0) / 1_000_000 }, places: 3)
    }

    /// A number with a fixed count of decimal places; `-` for none.
    static func decimal(_ value: Double?, places: Int) -> String {
        guard let value, value.isFinite, abs(value) < 1e15 else { return "-" }
        let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
        let scaled = Int((abs(value) * Double(scale)).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard places > 0 else { return "\(sign)\(scaled)" }
        let fraction = String(scaled % scale)
        return "\(sign)\(scaled / scale).\(String(repeating: "0", count: places - fraction.count))\(fraction)"
    }
}
