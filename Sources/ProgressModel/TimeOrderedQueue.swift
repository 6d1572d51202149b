/// Tasks in the order of a moment each, the earliest first: a binary heap.
///
/// Nothing is taken out of the middle: an entry that no longer holds is recognised when it comes up, or by `discard`.
struct TimeOrderedQueue: Sendable {
    struct Entry: Sendable {
        let time: Timestamp
        let id: String
        /// The creation number, which tells a task from a later one with the same id.
        let number: Int
    }

    private var heap: [Entry] = []

    var count: Int { heap.count }
    var first: Entry? { heap.first }

    mutating func insert(_ entry: Entry) {
        heap.append(entry)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].time < heap[parent].time else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func removeFirst() {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        heap[0] = last
        var parent = 0
        while let child = earlierChild(of: parent), heap[child].time < heap[parent].time {
            heap.swapAt(child, parent)
            parent = child
        }
    }

    /// Takes out the entries that no longer hold, once they could be more than half of those here.
    mutating func discard(whenAbove bound: Int, unless holds: (Entry) -> Bool) {
        guard heap.count > bound else { return }
        heap = heap.filter(holds).sorted { $0.time < $1.time }
    }

    private func earlierChild(of parent: Int) -> Int? {
        let left = 2 * parent + 1
        let right = left + 1
        guard left < heap.count else { return nil }
        return right < heap.count && heap[right].time < heap[left].time ? right : left
    }
}
