import ProgressModel

/// One condition of a filter, or its opposite.
struct Term: Sendable, Equatable {
    let isNegated: Bool
    let criterion: Criterion
}

/// What one condition looks at.
enum Criterion: Sendable, Equatable {
    /// In any of the texts of a row.
    case anywhere(Pattern)
    case field(TextField, [Pattern])
    case status(Set<String>)
    case comparison(Quantity, Comparison, Double)

    var dependsOnTime: Bool {
        if case .comparison(let quantity, _, _) = self { quantity.dependsOnTime } else { false }
    }

    var highlights: [String] {
        switch self {
        case .anywhere(let pattern): [pattern.longestPart]
        case .field(_, let patterns): patterns.map(\.longestPart).filter { !$0.isEmpty }
        case .status, .comparison: []
        }
    }

    func holds(for task: GenerationTask, on server: String, at now: Timestamp) -> Bool {
        switch self {
        case .anywhere(let pattern):
            TextField.searched.contains { pattern.matches($0.text(of: task, on: server)) }
                || pattern.matches(task.status.rawValue)
        case .field(let field, let patterns):
            patterns.contains { $0.matches(field.text(of: task, on: server)) }
        case .status(let words):
            StatusWords.words(of: task).contains { words.contains($0) }
        case .comparison(let quantity, let comparison, let limit):
            quantity.value(of: task, at: now).map { comparison.holds($0, limit) } ?? false
        }
    }
}

enum TextField: String, Sendable, CaseIterable {
    case type, title, message, id, by, server

    /// Those that every task has, wherever it is.
    static let ofTasks: [TextField] = [.type, .title, .message, .id, .by]
    /// Those a bare word is looked for in.
    static let searched: [TextField] = [.id, .title, .message, .type, .server]

    func text(of task: GenerationTask, on server: String) -> String {
        switch self {
        case .server: server
        case .type: task.type
        case .title: task.title
        case .message: task.message
        case .id: task.id
        case .by: [task.cancellation?.by.name, task.cancellation?.by.address].compactMap(\.self).joined(separator: " ")
        }
    }
}

/// The words that may follow `status:`.
enum StatusWords {
    static let all =
        TaskStatus.allCases.map(\.rawValue) + [
            "running", "active", "ended", "stalled", "releasing", "content", "image",
        ]

    static func words(of task: GenerationTask) -> [String] {
        var words = [task.status.rawValue, task.status.isTerminal ? "ended" : "active"]
        if task.isStalled { words.append("stalled") }
        if task.isReleasing { words.append("releasing") }
        switch task.status {
        case .started: words.append("running")
        case .generatingContent: words += ["running", "content"]
        case .generatingImage: words += ["running", "image"]
        case .pending, .completed, .failed, .cancelled: break
        }
        return words
    }

    /// The words that a pattern means: itself, or all that begin with it.
    static func named(_ text: String) -> Set<String> {
        let word = text.lowercased()
        if word.contains("*") {
            let pattern = Pattern(word)
            return Set(all.filter { pattern.matches($0) })
        }
        return all.contains(word) ? [word] : Set(all.filter { $0.hasPrefix(word) })
    }
}

/// A number that a task has, in seconds where it is a time.
enum Quantity: String, Sendable, CaseIterable {
    case elapsed, eta, age, ended, progress, attempt

    var dependsOnTime: Bool { self != .progress && self != .attempt }
    var isTime: Bool { dependsOnTime }

    /// Nil where the task has no such number: no estimate, no end.
    func value(of task: GenerationTask, at now: Timestamp) -> Double? {
        switch self {
        case .elapsed: (task.finishedAt ?? now) - (task.startedAt ?? task.createdAt)
        case .eta:
            task.status.isTerminal ? nil : task.etaSeconds.map { max(0, $0 - max(0, now - task.updatedAt)) }
        case .age: now - task.createdAt
        case .ended: task.finishedAt.map { now - $0 }
        case .progress: task.progress
        case .attempt: Double(task.attempt)
        }
    }
}

enum Comparison: String, Sendable, CaseIterable {
    // The longer signs first, for they begin with the shorter.
    case atMost = "<="
    case atLeast = ">="
    case less = "<"
    case greater = ">"
    case equal = "="

    func holds(_ value: Double, _ limit: Double) -> Bool {
        switch self {
        case .atMost: value <= limit
        case .atLeast: value >= limit
        case .less: value < limit
        case .greater: value > limit
        case .equal: value == limit
        }
    }
}
