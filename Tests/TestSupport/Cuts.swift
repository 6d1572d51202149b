extension [UInt8] {
    /// The bytes whole, cut in two at every place, and one by one: what an incremental decoder must not tell apart.
    package var everyCut: [[[UInt8]]] {
        let halves = indices.dropFirst().map { [Array(self[..<$0]), Array(self[$0...])] }
        return [[self]] + halves + [map { [$0] }]
    }
}

extension SeededGenerator {
    /// Random bytes, drawn from `alphabet` where one is given.
    package mutating func bytes(_ count: Int, of alphabet: [UInt8] = Array(0...255)) -> [UInt8] {
        (0..<count).map { _ in alphabet.randomElement(using: &self) ?? 0 }
    }
}
