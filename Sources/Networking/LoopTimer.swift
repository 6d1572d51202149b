/// A timer of the event loop: one closure, one deadline at a time, set again as often as needed.
///
/// A connection keeps one for its whole life; setting it again allocates nothing.
@EventLoop
package final class LoopTimer {
    package fileprivate(set) var deadline: Duration = .zero
    /// The place in the queue's heap, or nil while the timer is not running.
    fileprivate var place: Int?
    /// Taken from the heap in this turn to be fired, and not yet fired.
    fileprivate var isDue = false
    private let work: @EventLoop () -> Void

    package init(_ work: @escaping @EventLoop () -> Void) {
        self.work = work
    }

    package var isRunning: Bool { place != nil || isDue }

    /// Fires once at that moment, or in the next turn when it has passed; a deadline set before is forgotten.
    package func schedule(at deadline: Duration) {
        EventLoop.remove(self)
        EventLoop.add(self, at: deadline)
    }

    package func schedule(after delay: Duration) {
        schedule(at: EventLoop.now + delay)
    }

    package func cancel() {
        EventLoop.remove(self)
    }

    fileprivate func fire() {
        isDue = false
        work()
    }
}

/// Running timers as a binary heap, the earliest first; each timer knows its place, so that cancelling is as cheap as setting.
@EventLoop
final class TimerQueue {
    private var heap: [LoopTimer] = []

    var nextDeadline: Duration? { heap.first?.deadline }

    func add(_ timer: LoopTimer, at deadline: Duration) {
        timer.deadline = deadline
        heap.append(timer)
        timer.place = heap.count - 1
        rise(from: heap.count - 1)
    }

    func remove(_ timer: LoopTimer) {
        timer.isDue = false
        guard let place = timer.place else { return }
        timer.place = nil
        let last = heap.removeLast()
        guard place < heap.count else { return }
        heap[place] = last
        last.place = place
        rise(from: place)
        sink(from: last.place ?? place)
    }

    /// Fires what is due, but for timers that one fired before has cancelled or put off.
    ///
    /// A timer that sets itself again for now waits for the next turn, so sockets are never starved.
    func fire(until now: Duration) {
        var due: [LoopTimer] = []
        while let first = heap.first, first.deadline <= now {
            remove(first)
            first.isDue = true
            due.append(first)
        }
        for timer in due where timer.isDue { timer.fire() }
    }

    private func rise(from start: Int) {
        var place = start
        while place > 0, heap[place].deadline < heap[(place - 1) / 2].deadline {
            exchange(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private func sink(from start: Int) {
        var place = start
        while true {
            var earliest = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < heap.count && heap[child].deadline < heap[earliest].deadline {
                earliest = child
            }
            guard earliest != place else { return }
            exchange(place, earliest)
            place = earliest
        }
    }

    private func exchange(_ left: Int, _ right: Int) {
        heap.swapAt(left, right)
        heap[left].place = left
        heap[right].place = right
    }
}
