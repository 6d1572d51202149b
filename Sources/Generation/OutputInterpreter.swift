package import JSON
package import ProgressModel

/// Understands what a command prints (PROTOCOL.md section 3): reports and the end as JSON lines, percentages as bars print them.
package struct OutputInterpreter: Sendable {
    /// Log lines kept to explain a failure.
    private static let keptLines = 20
    /// Characters kept of each.
    private static let keptCharacters = 500

    package enum Event: Sendable, Equatable {
        case report(ProgressReport)
        /// The command's own word that it has succeeded; the result is an object.
        case finished(result: JSONValue)
        /// The command's own word that it has failed.
        case failed(error: String)
    }

    private var splitters: [StandardStream: LineSplitter] = [.output: LineSplitter(), .errors: LineSplitter()]
    private var lastPercentage: Double?
    /// The last lines that were neither reports nor bars, oldest first.
    package private(set) var lastLines: [String] = []

    package init() {}

    package mutating func receive(_ bytes: [UInt8], from stream: StandardStream) -> [Event] {
        let lines = splitters[stream]?.receive(bytes) ?? []
        let events = lines.compactMap { event(for: $0, from: stream) }
        guard let bar = splitters[stream]?.redrawn.flatMap({ ProgressBarLine($0.text, isUpdate: false) }),
            let newest = report(of: bar)
        else { return events }
        return events + [newest]
    }

    /// Takes last lines that had no end.
    package mutating func finish() -> [Event] {
        StandardStream.allCases.compactMap { stream in
            splitters[stream]?.finish().flatMap { event(for: $0, from: stream) }
        }
    }

    private mutating func event(for line: LineSplitter.Line, from stream: StandardStream) -> Event? {
        if stream == .output, let event = OutputInterpreter.jsonEvent(line.bytes) { return event }
        if stream == .errors || line.isUpdate, let bar = ProgressBarLine(line.text, isUpdate: line.isUpdate) {
            return report(of: bar)
        }
        keep(line.text)
        return nil
    }

    /// A bar that is redrawn without moving is no news.
    private mutating func report(of bar: ProgressBarLine) -> Event? {
        guard bar.percentage != lastPercentage else { return nil }
        lastPercentage = bar.percentage
        return .report(ProgressReport(progress: bar.percentage, message: bar.label))
    }

    /// Nil for a line that is not one of the protocol's objects; such a line is log.
    private static func jsonEvent(_ line: [UInt8]) -> Event? {
        guard line.first(where: { $0 != 0x20 && $0 != 0x09 }) == UInt8(ascii: "{"),
            let value = try? JSONValue.parse(line), let object = value.object
        else { return nil }
        if let result = object["result"], !result.isNull { return .finished(result: result.asResult) }
        if let error = object["error"]?.string { return .failed(error: error) }
        let isReport = ["progress", "status", "message", "details"].contains { object[$0] != nil }
        guard isReport, let report = try? ProgressReport(json: value) else { return nil }
        return .report(report)
    }

    /// Takes a line of log.
    package mutating func keep(_ line: String) {
        let text = line.prefix(OutputInterpreter.keptCharacters).trimmingSuffix(while: \.isWhitespace)
        guard !text.isEmpty else { return }
        lastLines.append(String(text))
        if lastLines.count > OutputInterpreter.keptLines { lastLines.removeFirst() }
    }
}

extension JSONValue {
    /// A result as it is kept: an object as it stands, anything else as the `value` in one.
    var asResult: JSONValue { object == nil ? ["value": self] : self }
}

extension Substring {
    fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> Substring {
        guard let last = lastIndex(where: { !isDropped($0) }) else { return "" }
        return self[...last]
    }
}
