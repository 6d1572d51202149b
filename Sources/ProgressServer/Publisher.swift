import JSON
import Networking
import ProgressModel
import Web

/// Carries the manager's changes to their subscribers: each that is sent is encoded once, and the same bytes go to all.
///
/// Which are sent, and when, says `EventPacer`; who does not keep up gets fewer and fresher ones (`Subscriber`).
@EventLoop
final class Publisher {
    private static let namespace = "/progress"

    private let manager: ProgressManager
    private let subscriptions: Subscriptions
    private let heldAnswers: HeldAnswers
    private var pacer: EventPacer
    private lazy var windowEnd = LoopTimer { [weak self] in self?.timePassed() }
    /// Changes taken from the manager so far, events handed to connections for them, and those that a client which did
    /// not keep up was spared.
    private(set) var publishedCount = 0
    private(set) var deliveredCount = 0
    private(set) var conflatedCount = 0
    /// Who else hears of every change, in order and before the subscribers do.
    var observers: [@EventLoop (Change) -> Void] = []

    /// - Parameter eventRate: Events a second for each task; 0 for every change.
    init(manager: ProgressManager, subscriptions: Subscriptions, heldAnswers: HeldAnswers, eventRate: Double) {
        self.manager = manager
        self.subscriptions = subscriptions
        self.heldAnswers = heldAnswers
        pacer = EventPacer(rate: eventRate)
    }

    /// Takes all that has changed since the last call, and sends what is due of it.
    func publish() {
        let changes = manager.takeChanges()
        heldAnswers.handOver(changes)
        for change in changes {
            for observe in observers { observe(change) }
            switch change {
            case .updated(let task, let isUrgent): take(task, isUrgent: isUrgent)
            case .removed(let id): remove(id)
            case .noted: break
            }
        }
        for task in pacer.endTurn(now: EventLoop.now) { send(task, isUrgent: false) }
        keepTime()
    }

    /// The same, and sends what would be held back of one task, or of all where none is named.
    ///
    /// Called before somebody is given the state of the moment, so that nothing in it comes again.
    func publishEverything(of taskID: String? = nil) {
        publish()
        let held = taskID.map { [pacer.release($0)].compactMap(\.self) } ?? pacer.releaseAll()
        for task in held { send(task, isUrgent: false) }
    }

    /// A client has taken all it was sent, and gets the newest state of what it was spared.
    ///
    /// What has changed before that newest state, and was not published yet, goes out first.
    func drained(_ socket: Socket) {
        publish()
        guard let subscriber = subscriptions.subscriber(socket) else { return }
        deliveredCount += subscriber.drained { [manager] id in
            guard let task = manager.record(id) else { return nil }
            let filtered = subscriber.rooms.contains(id) ? nil : subscriber.filteredWatch
            guard let filtered else { return Publisher.event(task) }
            return filtered.news(of: task).map { $0 == .left ? Publisher.removal(of: id) : Publisher.event(task) }
        }
    }

    private func take(_ task: GenerationTask, isUrgent: Bool) {
        publishedCount += 1
        guard pacer.holdsBack else { return send(task, isUrgent: isUrgent) }
        for state in pacer.take(task, isUrgent: isUrgent, now: EventLoop.now) {
            send(state, isUrgent: isUrgent && state.seq == task.seq)
        }
    }

    private func timePassed() {
        for task in pacer.timePassed(now: EventLoop.now) { send(task, isUrgent: false) }
        keepTime()
    }

    private func keepTime() {
        guard let next = pacer.nextDeadline else { return }
        if !windowEnd.isRunning || windowEnd.deadline > next { windowEnd.schedule(at: next) }
    }

    private func send(_ task: GenerationTask, isUrgent: Bool) {
        var event: PreparedEvent?
        subscriptions.forEachSubscriber(of: task, isUrgent: isUrgent) { subscriber, news in
            let prepared: PreparedEvent
            if news == .changed {
                prepared = event ?? Publisher.event(task)
                event = prepared
            } else {
                prepared = Publisher.removal(of: task.id)
            }
            if subscriber.send(prepared, of: task.id, isUrgent: isUrgent || news == .left) {
                deliveredCount += 1
            } else {
                conflatedCount += 1
            }
        }
    }

    private static func event(_ task: GenerationTask) -> PreparedEvent {
        PreparedEvent(namespace: namespace, "progress", argument: task.writeJSON)
    }

    private static func removal(of id: String) -> PreparedEvent {
        PreparedEvent(namespace: namespace, "task_removed", ["task_id": .string(id)])
    }

    private func remove(_ id: String) {
        publishedCount += 1
        pacer.forget(id)
        let event = Publisher.removal(of: id)
        subscriptions.closeRoom(id) { subscriber in
            if subscriber.send(event, of: id, isUrgent: true) { deliveredCount += 1 }
        }
    }
}
