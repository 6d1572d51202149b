/// A line that some tool draws as its progress bar: tqdm, curl, wget, pip and their like.
///
/// A percentage counts where it stands in a bar, on a line that overwrites itself, or alone; `disk is 95% full` is a log line.
struct ProgressBarLine: Equatable {
    /// 0...100.
    let percentage: Double
    /// What the tool calls the work, if it says so.
    let label: String?

    private static let labelLimit = 200
    /// Bytes of the longest bar, colours included; a longer line is not looked at.
    private static let limit = 4096

    /// Nil for a line that is no bar; `isUpdate` says that the next line overwrites it.
    init?(_ line: String, isUpdate: Bool) {
        guard line.utf8.count <= ProgressBarLine.limit else { return nil }
        let text = ProgressBarLine.withoutEscapes(line)
        if let percentage = ProgressBarLine.curlMeter(text) {
            self.percentage = percentage
            label = nil
            return
        }
        guard text.utf8.contains(UInt8(ascii: "%")),
            let match = text.firstMatch(of: /(?:^|[^0-9.])(?<number>[0-9]{1,3}(?:\.[0-9]+)?) ?%/),
            let number = Double(match.output.number), number <= 100
        else { return nil }
        let before = text[..<match.output.number.startIndex]
        let after = text[match.range.upperBound...]
        guard isUpdate || ProgressBarLine.isBar(before: before, after: after) else { return nil }
        percentage = number
        label = ProgressBarLine.label(before)
    }

    private static func isBar(before: Substring, after: Substring) -> Bool {
        let next = after.first { $0 != " " }
        let previous = before.last { $0 != " " }
        if next == "|" || next == "━" || next == "█" { return true }
        if next == "[", let inside = after.drop(while: { $0 != "[" }).dropFirst().first, !inside.isLetter {
            return true
        }
        if let previous, "#=>.]|█━".contains(previous), before.filter({ "#=.█━-".contains($0) }).count >= 3 {
            return true
        }
        return before.allSatisfy(\.isWhitespace) && after.allSatisfy(\.isWhitespace)
    }

    /// The words before the percentage, without the punctuation that leads to it.
    private static func label(_ before: Substring) -> String? {
        let trimmed = before.reversed().drop { !$0.isLetter && !$0.isNumber && $0 != ")" }.reversed()
        let label = String(trimmed).drop { $0.isWhitespace }
        guard label.contains(where: \.isLetter), label.count <= labelLimit, !before.contains("....") else { return nil }
        return String(label)
    }

    /// curl's meter is a table: per cent in all, size, per cent received and sent, and times near the end of the row.
    ///
    /// Where the size is unknown it says 100 in all from the beginning, but 0 received and 0 sent.
    private static func curlMeter(_ text: String) -> Double? {
        let columns = text.split(separator: " ")
        guard columns.count >= 12, let total = Int(columns[0]), (0...100).contains(total),
            let received = Int(columns[2]), let sent = Int(columns[4]), received > 0 || sent > 0 || total == 0,
            columns[8...10].allSatisfy({ $0.count(where: { $0 == ":" }) == 2 })
        else { return nil }
        return Double(total)
    }

    /// Colours and cursor movements say nothing about progress.
    private static func withoutEscapes(_ text: String) -> String {
        text.contains("\u{1B}") ? text.replacing(/\u{1B}\[[0-9;?]*[A-Za-z]/, with: "") : text
    }
}
