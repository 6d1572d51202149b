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
        try value(name, .integer(range)) { Int($0) }
    }

    /// The value as a finite number.
    package func number(_ name: String) throws(UsageError) -> Double? {
        try value(name, .number, ValueKind.number)
    }

    /// The value as a length of time; see `ValueKind.duration`.
    package func duration(_ name: String) throws(UsageError) -> Duration? {
        try value(name, .duration, ValueKind.duration)
    }

    private func value<Value>(
        _ name: String,
        _ kind: ValueKind,
        _ read: (String) -> Value?,
    ) throws(UsageError) -> Value? {
        guard let text = self[name] else { return nil }
        if let complaint = kind.complaint(about: text, called: name) { throw UsageError(complaint) }
        return read(text)
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
