import Foundation
import JSON
import ProgressModel
import Screen

/// Tasks as plain lines, for pipes, logs and scripts.
///
/// Never cut, and nothing in them can steer a terminal.
enum PlainLine {
    static func summary(of task: GenerationTask) -> String {
        let progress = "\(Int(task.progress))%"
        let words = [task.id, task.type, status(of: task), progress, task.title, task.message]
        return words.filter { !$0.isEmpty }.map(safe).joined(separator: "  ")
    }

    /// A summary with the time before it.
    static func event(_ task: GenerationTask) -> String {
        let time = Date(timeIntervalSince1970: task.updatedAt.seconds).formatted(
            .iso8601.time(includingFractionalSeconds: false)
        )
        return "\(time)  \(summary(of: task))"
    }

    /// Everything about a task, a line for each fact.
    static func details(of task: GenerationTask) -> String {
        (task.json.object ?? [:]).map { member in
            "\(member.name): \(safe(member.value.string ?? member.value.text))"
        }.joined(separator: "\n")
    }

    private static func status(of task: GenerationTask) -> String {
        if task.isReleasing { return "\(task.status.rawValue) (releasing)" }
        return task.isStalled ? "\(task.status.rawValue) (stalled)" : task.status.rawValue
    }

    /// Text from strangers as one line that can do nothing to a terminal but be read.
    ///
    /// Control characters, line breaks among them, become spaces; what would turn the direction of the line becomes U+FFFD.
    static func safe(_ text: String) -> String {
        var safe = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch (scalar.properties.generalCategory, scalar.value) {
            case (.control, _), (.lineSeparator, _), (.paragraphSeparator, _): safe.append(" ")
            case (_, 0x200E...0x200F), (_, 0x202A...0x202E), (_, 0x2066...0x2069): safe.append("\u{FFFD}")
            default: safe.append(scalar)
            }
        }
        return String(safe)
    }
}
