/// What an argument's value has to look like: so it is checked alike wherever it comes from, and shells can complete it.
package enum ValueKind: Sendable {
    case text
    /// The name of a file.
    case file
    /// Any finite number.
    case number
    case integer(ClosedRange<Int>)
    /// A length of time: `500ms`, `5s`, `2m`, `1h`, `7d`, or a number of seconds; at most a year.
    case duration
    case choice([String])
    /// A text with a rule of its own, which gives what is wrong, such as "must be round" or "has no end"; nil when all is well.
    case checked(@Sendable (String) -> String?)
    /// Any text; shells offer what the program prints when it is called with these words, a value and its description a line.
    case listed(by: String)

    /// What is wrong with a value, such as "must be a number"; nil when all is well.
    func problem(with text: String) -> String? {
        switch self {
        case .text, .file, .listed: nil
        case .number: ValueKind.number(text) == nil ? "must be a number" : nil
        case .integer(let range):
            Int(text).map(range.contains) == true
                ? nil : "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .duration: ValueKind.duration(text) == nil ? "must be a time such as 500ms, 5s or 2m" : nil
        case .choice(let words): words.contains(text) ? nil : "must be \(ValueKind.list(words))"
        case .checked(let rule): rule(text)
        }
    }

    /// A sentence on what is wrong with a value: what it must be, and what it is.
    func complaint(about text: String, called name: String) -> String? {
        problem(with: text).map { $0.hasPrefix("must ") ? "\(name) \($0), not \"\(text)\"." : "\(name) \($0)." }
    }

    static func number(_ text: String) -> Double? {
        Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    static func duration(_ text: String) -> Duration? {
        let units: [(suffix: String, seconds: Double)] = [
            ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("", 1),
        ]
        for (suffix, seconds) in units where text.hasSuffix(suffix) {
            guard let number = number(String(text.dropLast(suffix.count))) else { continue }
            let total = number * seconds
            guard (0...31_536_000).contains(total) else { return nil }
            return .milliseconds(Int((total * 1000).rounded()))
        }
        return nil
    }

    /// Words as a sentence has them: `a, b or c`.
    private static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return "\(words.dropLast().joined(separator: ", ")) or \(last)"
    }
}
