/// The ids of all tasks in the order they were created, with a number each that is never given twice.
///
/// Removing leaves a vacant place, and the vacant places go when they are the majority, so that each removal is cheap.
struct CreationOrder: Sendable {
    private struct Place: Sendable {
        let number: Int
        var id: String?
    }

    private var places: [Place] = []
    private var vacancies = 0
    private var nextNumber = 0

    /// - Parameter wanted: The number it had in an earlier life; where that is not above all others, it is given the next.
    mutating func append(_ id: String, number wanted: Int = 0) -> Int {
        skip(wanted - 1)
        let number = nextNumber
        nextNumber += 1
        places.append(Place(number: number, id: id))
        return number
    }

    /// Gives no number up to this one any more.
    mutating func skip(_ number: Int) {
        nextNumber = max(nextNumber, number + 1)
    }

    mutating func remove(_ number: Int) {
        let index = index(atOrAfter: number)
        guard index < places.count, places[index].number == number, places[index].id != nil else { return }
        places[index].id = nil
        vacancies += 1
        if vacancies > places.count / 2 {
            places.removeAll { $0.id == nil }
            vacancies = 0
        }
    }

    /// The ids created after the one with that number, or all of them.
    func ids(after number: Int? = nil) -> some Sequence<String> {
        let start = number.map { index(atOrAfter: $0 + 1) } ?? 0
        return places[start...].lazy.compactMap(\.id)
    }

    private func index(atOrAfter number: Int) -> Int {
        var range = places.startIndex..<places.endIndex
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = places[middle].number < number ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }
}
