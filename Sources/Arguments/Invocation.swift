/// What was asked for: the command and the values of its arguments.
package struct Invocation: Sendable, Equatable {
    package let command: String
    var values: [String: [String]] = [:]

    init(command: String) {
        self.command = command
    }

    package func has(_ name: String) -> Bool { values[name] != nil }

    /// The value of an option or positional; the last one where it stands more than once.
    package subscript(_ name: String) -> String? { values[name]?.last }

    /// Every value of a repeatable option, or all of the rest.
    package func all(_ name: String) -> [String] { values[name] ?? [] }

    /// The value as a whole number in a range.
    package func integer(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = self[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            let limits = "from \(range.lowerBound) to \(range.upperBound)"
            throw UsageError("\(name) must be a whole number \(limits), not \"\(text)\".")
        }
        return number
    }

    /// The value as a finite number.
    package func number(_ name: String) throws(UsageError) -> Double? {
        guard let text = self[name] else { return nil }
        guard let number = Double(text), number.isFinite else {
            throw UsageError("\(name) must be a number, not \"\(text)\".")
        }
        return number
    }

    /// The value as a length of time: `500ms`, `5s`, `2m`, `1h`, `7d`, or a number of seconds; at most a year.
    package func duration(_ name: String) throws(UsageError) -> Duration? {
        guard let text = self[name] else { return nil }
        let units: [(suffix: String, seconds: Double)] = [
            ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("", 1),
        ]
        for (suffix, seconds) in units where text.hasSuffix(suffix) {
            guard let number = Double(text.dropLast(suffix.count)), number.isFinite else { continue }
            let total = number * seconds
            guard (0...31_536_000).contains(total) else { break }
            return .milliseconds(Int((total * 1000).rounded()))
        }
        throw UsageError("\(name) must be a time such as 500ms, 5s or 2m, not \"\(text)\".")
    }
}

/// What is wrong with a command line, and what may help.
package struct UsageError: Error, Equatable, CustomStringConvertible {
    package let message: String
    package let hint: String?

    package init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    package var description: String { hint.map { "\(message) \($0)" } ?? message }
}
