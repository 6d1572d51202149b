package import JSON

/// What everything that comes in must pass, whichever way it came; each failure names the field.
extension TaskLimits {
    func check(_ task: NewTask) throws(TaskError) {
        if let id = task.id { try check(id: id) }
        guard !task.type.isEmpty else { throw .invalid(field: "task_type", reason: "must not be empty") }
        try check(task.type, field: "task_type", bytes: typeBytes)
        try check(task.title, field: "title", bytes: textBytes)
        try check(task.message, field: "message", bytes: textBytes)
        try check(.object(task.details), field: "details", bytes: detailsBytes)
        if let lease = task.leaseSeconds, !(lease > 0 && lease <= leaseSeconds) {
            throw .invalid(field: "lease_seconds", reason: "must be above 0 and at most \(Int(leaseSeconds))")
        }
    }

    func check(_ report: ProgressReport) throws(TaskError) {
        if let progress = report.progress, !progress.isFinite {
            throw .invalid(field: "progress", reason: "must be a finite number")
        }
        if let message = report.message { try check(message, field: "message", bytes: textBytes) }
        guard var details = report.details else { return }
        if report.status == .completed {
            try check(result: details["result"])
            details["result"] = nil
        }
        try check(.object(details), field: "details", bytes: detailsBytes)
    }

    func check(result: JSONValue?) throws(TaskError) {
        if let result { try check(result, field: "result", bytes: resultBytes) }
    }

    package func check(input: JSONValue) throws(TaskError) {
        try check(input, field: "input", bytes: inputBytes)
    }

    func check(error: String) throws(TaskError) {
        try check(error, field: "error", bytes: detailsBytes)
    }

    func check(reason: String?) throws(TaskError) {
        if let reason { try check(reason, field: "reason", bytes: textBytes) }
    }

    private func check(id: String) throws(TaskError) {
        guard TaskID.isSafe(id), id.utf8.count <= taskIDCharacters else {
            let rule = "letters, digits and -._~:@, beginning with a letter or a digit"
            throw .invalid(field: "task_id", reason: "must be 1 to \(taskIDCharacters) \(rule)")
        }
    }

    private func check(_ text: String, field: String, bytes: Int) throws(TaskError) {
        guard text.utf8.count > bytes else { return }
        throw .invalid(field: field, reason: "must be at most \(bytes) bytes, and is \(text.utf8.count)")
    }

    private func check(_ value: JSONValue, field: String, bytes: Int) throws(TaskError) {
        guard value.isShallow(jsonDepth) else {
            throw .invalid(
                field: field,
                reason: "must have at most \(jsonDepth) arrays and objects inside one another",
            )
        }
        guard value.sizeBound > bytes else { return }
        let count = value.serialized().count
        guard count > bytes else { return }
        throw .invalid(field: field, reason: "must be at most \(bytes) bytes as JSON, and is \(count)")
    }

    /// The beginning of a text that is too long for a message, with a mark where it was cut.
    func clipped(_ text: String) -> String {
        guard text.utf8.count > textBytes else { return text }
        let mark = "…"
        var end = text.utf8.index(text.startIndex, offsetBy: max(0, textBytes - mark.utf8.count))
        while end > text.startIndex, end.samePosition(in: text.unicodeScalars) == nil {
            end = text.utf8.index(before: end)
        }
        return text[..<end] + mark
    }
}
