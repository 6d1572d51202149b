/// Lines that were entered before, to be taken again; the newest `capacity` are kept.
struct InputHistory: Sendable, Equatable {
    static let capacity = 50

    private(set) var lines: [String] = []

    mutating func add(_ line: String) {
        guard !line.isEmpty else { return }
        lines.removeAll { $0 == line }
        lines.append(line)
        lines.removeFirst(max(0, lines.count - InputHistory.capacity))
    }

    /// The line so many steps back, 1 being the last one.
    subscript(steps steps: Int) -> String? {
        let index = lines.count - steps
        return lines.indices.contains(index) ? lines[index] : nil
    }
}
