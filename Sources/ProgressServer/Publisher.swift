import JSON
import Networking
import ProgressModel
import Web

/// Carries the manager's changes to their subscribers: each is encoded once and the same bytes go to all.
@EventLoop
final class Publisher {
    private let manager: ProgressManager
    private let subscriptions: Subscriptions
    private let heldAnswers: HeldAnswers
    /// Changes taken from the manager so far, and events handed to connections for them.
    private(set) var publishedCount = 0
    private(set) var deliveredCount = 0
    /// Who else hears of every change, in order and before the subscribers do.
    var observers: [@EventLoop (Change) -> Void] = []

    init(manager: ProgressManager, subscriptions: Subscriptions, heldAnswers: HeldAnswers) {
        self.manager = manager
        self.subscriptions = subscriptions
        self.heldAnswers = heldAnswers
    }

    /// Sends all that has changed since the last call.
    ///
    /// Also called before a snapshot is given, so that nothing in it comes again.
    func publish() {
        let changes = manager.takeChanges()
        heldAnswers.handOver(changes)
        for change in changes {
            publishedCount += 1
            for observe in observers { observe(change) }
            switch change {
            case .updated(let task, let isUrgent): publish(task, isUrgent: isUrgent)
            case .removed(let id): publishRemoval(of: id)
            case .noted: break
            }
        }
    }

    private func publish(_ task: GenerationTask, isUrgent: Bool) {
        var event: PreparedEvent?
        subscriptions.forEachSubscriber(of: task, isUrgent: isUrgent) { socket in
            let prepared = event ?? PreparedEvent(namespace: socket.namespace, "progress", [task.json])
            event = prepared
            socket.send(prepared)
            deliveredCount += 1
        }
    }

    private func publishRemoval(of id: String) {
        subscriptions.closeRoom(id) { socket in
            socket.emit("task_removed", ["task_id": .string(id)])
            deliveredCount += 1
        }
    }
}
