/// Finds what a mistyped name was probably meant to be.
enum Spelling {
    /// "Did you mean …?" for the nearest known name, or nil when none is near.
    static func suggestion(for name: String, among known: [String]) -> String? {
        let candidates = known.filter { !$0.isEmpty }.map { (name: $0, distance: distance(name, $0)) }
        guard let nearest = candidates.min(by: { $0.distance < $1.distance }) else { return nil }
        return nearest.distance <= min(max(1, name.count / 2), 3) ? "Did you mean \(nearest.name)?" : nil
    }

    /// How many letters must be put in, taken out or changed (Levenshtein).
    ///
    /// Names are cut to 64 letters.
    private static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.prefix(64)), Array(right.prefix(64)))
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var previous = row[0]
            row[0] = index + 1
            for (place, other) in right.enumerated() {
                let changed = previous + (letter == other ? 0 : 1)
                previous = row[place + 1]
                row[place + 1] = min(changed, row[place] + 1, previous + 1)
            }
        }
        return row[right.count]
    }
}
