import Foundation
import JSON

/// Something that the dashboard's details say of a task: texts that stand in one row, in this order.
struct DetailsFact {
    let texts: [String]

    func isIn(_ row: String) -> Bool {
        var rest = row[...]
        return texts.allSatisfy { text in
            guard let place = rest.range(of: text) else { return false }
            rest = rest[place.upperBound...]
            return true
        }
    }

    /// One for each field of a task as it is on the wire, for a terminal that is in UTC.
    static func all(of task: JSONValue) -> [DetailsFact] {
        var facts: [DetailsFact] = []
        func add(_ texts: String?...) {
            if !texts.contains(nil) { facts.append(DetailsFact(texts: texts.compactMap(\.self))) }
        }
        let status = task["status"]?.string ?? ""
        let isOver = ["completed", "failed", "cancelled"].contains(status)
        add(words[status] ?? status, "\(Int(task["progress"]?.number ?? -1))%")
        add("message", text(task["message"]))
        add("id", task["task_id"]?.string)
        add("type", task["task_type"]?.string)
        add("created", clock(task["created_at"]))
        add("started", clock(task["started_at"]))
        add(isOver ? "ended" : "updated", clock(task[isOver ? "finished_at" : "timestamp"]))
        add("attempt", task["attempt"]?.integer.map { "\($0)" }, task["seq"]?.integer.map { "\($0) changes" })
        add("cancelled by", task["cancelled_by"]?.string, task["cancelled_from"]?.string)
        add("reason", task["cancel_reason"]?.string)
        add(text(task["title"]))
        addLeaves(of: task["details"] ?? .null, to: &facts)
        return facts
    }

    private static let words = ["generating_image": "image", "generating_content": "content"]

    /// Nil where there is nothing to be shown.
    private static func text(_ value: JSONValue?) -> String? {
        value?.string.flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func clock(_ time: JSONValue?) -> String? {
        guard let seconds = time?.number.map(Int.init) else { return nil }
        return String(format: "%02d:%02d:%02d", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
    }

    private static func addLeaves(of value: JSONValue, named name: String = "", to facts: inout [DetailsFact]) {
        if let members = value.object {
            for member in members { addLeaves(of: member.value, named: member.name, to: &facts) }
        } else if let elements = value.array {
            for (place, element) in elements.enumerated() { addLeaves(of: element, named: "\(place)", to: &facts) }
        } else {
            facts.append(
                DetailsFact(texts: [name == "error" ? "" : "\(name):", value.string ?? value.text].filter { $0 != "" })
            )
        }
    }
}
