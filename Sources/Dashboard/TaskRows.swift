/// The ids of the tasks on the list, in its order.
///
/// The order is kept up with each change instead of being sorted for each picture, so a picture costs its visible rows only.
struct TaskRows: Sendable {
    /// Ascending, whichever way they are shown.
    private var places: [RowPlace] = []
    private var placesByID: [WatchedTask.ID: RowPlace] = [:]
    private let isReversed: Bool

    init(isReversed: Bool = false) {
        self.isReversed = isReversed
    }

    init(_ places: [RowPlace], isReversed: Bool) {
        self.isReversed = isReversed
        self.places = places.sorted()
        placesByID = Dictionary(places.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    }

    var count: Int { places.count }
    var ids: some Collection<WatchedTask.ID> { placesByID.keys }

    func contains(_ id: WatchedTask.ID) -> Bool { placesByID[id] != nil }

    /// The id on that row, counted from 0.
    subscript(row: Int) -> WatchedTask.ID? {
        let index = isReversed ? places.count - 1 - row : row
        return places.indices.contains(index) ? places[index].id : nil
    }

    func row(of id: WatchedTask.ID) -> Int? {
        guard let place = placesByID[id] else { return nil }
        let index = index(of: place)
        return isReversed ? places.count - 1 - index : index
    }

    /// Whether the row already stands at this place.
    func has(_ place: RowPlace) -> Bool { placesByID[place.id] == place }

    /// Puts a row where it belongs, moving it if it stood elsewhere.
    mutating func put(_ place: RowPlace) {
        guard !has(place) else { return }
        remove(place.id)
        placesByID[place.id] = place
        places.insert(place, at: index(of: place))
    }

    mutating func remove(_ id: WatchedTask.ID) {
        guard let place = placesByID.removeValue(forKey: id) else { return }
        places.remove(at: index(of: place))
    }

    /// Puts many rows at once.
    mutating func put(_ new: [RowPlace]) {
        guard new.count > 8 else {
            for place in new { put(place) }
            return
        }
        for place in new { placesByID[place.id] = place }
        let added = Set(new.map(\.id))
        let kept = places.filter { !added.contains($0.id) }
        places = TaskRows.merged(kept, added.compactMap { placesByID[$0] }.sorted())
    }

    private static func merged(_ left: [RowPlace], _ right: [RowPlace]) -> [RowPlace] {
        guard let last = left.last, let first = right.first, first < last else { return left + right }
        var merged: [RowPlace] = []
        merged.reserveCapacity(left.count + right.count)
        var rest = right[...]
        for place in left {
            while let next = rest.first, next < place {
                merged.append(next)
                rest.removeFirst()
            }
            merged.append(place)
        }
        return merged + rest
    }

    /// The first index whose place does not come before this one.
    private func index(of place: RowPlace) -> Int {
        if let last = places.last, last < place { return places.count }
        var low = 0
        var high = places.count
        while low < high {
            let middle = low + (high - low) / 2
            if places[middle] < place { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
