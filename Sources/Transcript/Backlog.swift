package import ProgressClient
import ProgressModel

/// What waits while a reader is slow: of each task the newest state once, so that a reader gets fewer lines, never older ones.
///
/// A new snapshot supersedes all that waits. So there is never more in it than tasks, and a line for each that is gone.
package struct Backlog: Sendable {
    /// Events that may wait in all backlogs together; more means that nobody reads, while tasks come and go.
    package static let limit = 1 << 20

    /// Taken ones are nil until they are many.
    private var events: [ProgressClient.Event?] = []
    /// The first of them that has not been taken.
    private var start = 0
    /// How many were taken and are not in `events` any more.
    private var dropped = 0
    /// Where a task's event waits, counted from the first event of all.
    private var places: [String: Int] = [:]

    package init() {}

    package var isEmpty: Bool { start == events.count }
    package var count: Int { events.count - start }

    package mutating func add(_ event: ProgressClient.Event) {
        switch event {
        case .snapshotBegan:
            self = Backlog()
            events.append(event)
        case .tasks(let tasks, let more):
            for task in tasks { put(.tasks([task], more: true), of: task.id) }
            if !more { append(.tasks([], more: false)) }
        case .changed(let task): put(event, of: task.id)
        case .removed(let id): put(event, of: id)
        case .connecting, .connected, .disconnected, .cancelRequested: append(event)
        }
    }

    /// Takes what has waited longest.
    package mutating func popFirst() -> ProgressClient.Event? {
        while start < events.count {
            defer { start += 1 }
            guard let event = events[start] else { continue }
            events[start] = nil
            forget(event)
            return event
        }
        self = Backlog()
        return nil
    }

    private mutating func dropTaken() {
        guard start > 1024, start > events.count / 2 else { return }
        events.removeFirst(start)
        dropped += start
        start = 0
    }

    private mutating func append(_ event: ProgressClient.Event) {
        dropTaken()
        events.append(event)
    }

    private mutating func put(_ event: ProgressClient.Event, of id: String) {
        if let place = places[id] {
            events[place - dropped] = events[place - dropped]?.replaced(by: event) ?? event
        } else {
            append(event)
            places[id] = dropped + events.count - 1
        }
    }

    private mutating func forget(_ event: ProgressClient.Event) {
        switch event {
        case .tasks(let tasks, _): for task in tasks { places[task.id] = nil }
        case .changed(let task): places[task.id] = nil
        case .removed(let id): places[id] = nil
        default: break
        }
    }
}

extension ProgressClient.Event {
    /// A task of a snapshot stays a part of it when it changes before it was read.
    fileprivate func replaced(by newer: ProgressClient.Event) -> ProgressClient.Event {
        if case .tasks(_, let more) = self, case .changed(let task) = newer { return .tasks([task], more: more) }
        return newer
    }
}
