import JSON
package import ProgressModel

/// Tasks as plain lines, for pipes, logs and scripts.
///
/// Never cut, and nothing in them can steer a terminal.
package enum PlainLine {
    /// What a person wants to know of a task; of one that failed, the whole error.
    package static func summary(of task: GenerationTask) -> String {
        let progress = "\(Int(task.progress))%"
        let error = task.status == .failed ? task.details["error"]?.string : nil
        let words = [task.id, task.type, status(of: task), progress, task.title, error ?? task.message]
        return words.filter { !$0.isEmpty }.map(safe).joined(separator: "  ")
    }

    /// A line with its time before it.
    package static func event(_ text: String, at time: Timestamp) -> String { "\(time.text)  \(text)" }

    /// Everything about a task, a line for each fact.
    package static func details(of task: GenerationTask) -> String {
        (task.json.object ?? [:]).map { member in
            "\(member.name): \(safe(member.value.string ?? member.value.text))"
        }.joined(separator: "\n")
    }

    /// A line of a task's history: what happened, who wanted it, and why.
    package static func history(_ entry: HistoryEntry) -> String {
        let who = entry.by.map { "by \($0.name)" + ($0.address.map { " from \($0)" } ?? "") }
        let words = [entry.event.name, "\(Int(entry.progress))%", who, entry.reason].compactMap(\.self)
        return event(words.map(safe).joined(separator: "  "), at: entry.at)
    }

    private static func status(of task: GenerationTask) -> String {
        if task.isReleasing { return "\(task.status.rawValue) (releasing)" }
        return task.isStalled ? "\(task.status.rawValue) (stalled)" : task.status.rawValue
    }

    /// Text from strangers as one line that can do nothing to a terminal but be read.
    ///
    /// Control characters, line breaks among them, become spaces; what would turn the direction of the line becomes U+FFFD.
    package static func safe(_ text: String) -> String {
        var safe = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: safe.append(" ")
            default: safe.append(scalar.turnsLine ? "\u{FFFD}" : scalar)
            }
        }
        return String(safe)
    }
}
