/// A file with defaults for options: `key = value` lines, for all commands that have the option, or after `[command]` for one.
///
///     # Everything after a number sign is a comment.
///     url = http://gpu-7:5000
///     [run]
///     grace = 10s
///
/// A value in double quotes keeps its spaces and number signs. Flags are `yes` or `no`. A key whose option may be repeated may too.
package struct ConfigurationFile: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        /// Nil before the first section.
        package let section: String?
        package let key: String
        package let value: String
        /// Counted from 1.
        package let line: Int
    }

    /// Something that is wrong with the file.
    package struct Problem: Sendable, Equatable {
        package let line: Int
        package let message: String

        package init(line: Int, message: String) {
            self.line = line
            self.message = message
        }
    }

    /// Bytes of a file; one that is longer is no configuration.
    package static let limit = 1 << 20

    package let path: String
    package private(set) var entries: [Entry] = []
    /// Lines that cannot be understood.
    package private(set) var problems: [Problem] = []
    /// In the order they stand, also twice.
    package private(set) var sections: [(name: String, line: Int)] = []

    package init(_ text: String, path: String) {
        self.path = path
        var section: String?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimming()
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix("[") {
                section = readSection(line, at: index + 1)
            } else {
                readEntry(line, in: section, at: index + 1)
            }
        }
    }

    /// Every entry of a key that counts for a section: those of the section itself, or else those before all sections.
    func entries(_ key: String, section: String) -> [Entry]? {
        let own = entries.filter { $0.key == key && $0.section == section }
        if !own.isEmpty { return own }
        let common = entries.filter { $0.key == key && $0.section == nil }
        return common.isEmpty ? nil : common
    }

    /// Every entry of a section, for what is no option of a command.
    package func entries(section: String) -> [Entry] {
        entries.filter { $0.section == section }
    }

    static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "yes", "true", "on", "1": true
        case "no", "false", "off", "0": false
        default: nil
        }
    }

    private mutating func readSection(_ line: Substring, at number: Int) -> String {
        guard let end = line.firstIndex(of: "]"), line[line.index(after: end)...].withoutComment().isEmpty else {
            problems.append(Problem(line: number, message: "a section is written [name], alone on its line"))
            return ""
        }
        let name = String(line[line.index(after: line.startIndex)..<end].trimming())
        sections.append((name, number))
        return name
    }

    private mutating func readEntry(_ line: Substring, in section: String?, at number: Int) {
        let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let key = parts[0].trimming()
        guard parts.count == 2, !key.isEmpty else {
            return problems.append(Problem(line: number, message: "a line is written key = value"))
        }
        guard let value = ConfigurationFile.value(parts[1].trimming()) else {
            return problems.append(Problem(line: number, message: "a double quote is missing at the end of the value"))
        }
        entries.append(Entry(section: section, key: String(key), value: value, line: number))
    }

    /// Nil where a quote does not end.
    private static func value(_ text: Substring) -> String? {
        guard text.hasPrefix("\"") else { return String(text.withoutComment()) }
        let quoted = text.dropFirst()
        guard let end = quoted.firstIndex(of: "\""), quoted[quoted.index(after: end)...].withoutComment().isEmpty else {
            return nil
        }
        return String(quoted[..<end])
    }

    package static func == (left: ConfigurationFile, right: ConfigurationFile) -> Bool {
        left.path == right.path && left.entries == right.entries && left.problems == right.problems
    }
}

extension Substring {
    fileprivate func trimming() -> Substring {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return start[...last]
    }

    /// A comment begins with a number sign at the start or after white space.
    fileprivate func withoutComment() -> Substring {
        var previous: Character = " "
        for index in indices {
            if self[index] == "#", previous.isWhitespace { return self[..<index].trimming() }
            previous = self[index]
        }
        return trimming()
    }
}
