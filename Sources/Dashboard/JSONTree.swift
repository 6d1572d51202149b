import JSON

/// A JSON value as indented lines of names and values.
struct JSONTree {
    struct Line: Equatable {
        let depth: Int
        let name: String
        let text: String
    }

    /// Bytes of one value past this are left out, and counted: it is laid out anew for each picture.
    static let longestText = 20_000

    /// Lines past this are left out, and counted in the last one.
    static let maximumLines = 2_000

    private(set) var lines: [Line] = []
    private var leftOut = 0

    init(_ value: JSONValue) {
        switch value {
        case .object, .array: addMembers(of: value, depth: 0)
        default: add("", value, depth: 0)
        }
        if leftOut > 0 { lines.append(Line(depth: 0, name: "", text: "+\(leftOut)")) }
    }

    private mutating func add(_ name: String, _ value: JSONValue, depth: Int) {
        guard lines.count < JSONTree.maximumLines else {
            leftOut += 1
            return
        }
        switch value {
        case .object(let object) where !object.isEmpty:
            lines.append(Line(depth: depth, name: name, text: ""))
            addMembers(of: value, depth: depth + 1)
        case .array(let array) where !array.isEmpty:
            lines.append(Line(depth: depth, name: name, text: ""))
            addMembers(of: value, depth: depth + 1)
        default: lines.append(Line(depth: depth, name: name, text: JSONTree.cut(value.string ?? value.text)))
        }
    }

    static func cut(_ text: String) -> String {
        guard text.utf8.count > longestText else { return text }
        let kept = String(decoding: text.utf8.prefix(longestText), as: UTF8.self)
        return "\(kept)\n+\(text.utf8.count - longestText)"
    }

    private mutating func addMembers(of value: JSONValue, depth: Int) {
        for member in value.object ?? [:] { add(member.name, member.value, depth: depth) }
        for (index, element) in (value.array ?? []).enumerated() { add("\(index)", element, depth: depth) }
    }
}
