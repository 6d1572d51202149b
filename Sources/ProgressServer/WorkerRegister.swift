import JSON
import Networking
import ProgressModel
import Web

/// A connection that works on tasks and can be told to stop.
@EventLoop
protocol Worker: AnyObject {
    /// - Parameter isForced: The work is to end at once, without a grace.
    func tellCancelled(taskID: String, reason: String?, isForced: Bool)
}

extension Socket: Worker {
    func tellCancelled(taskID: String, reason: String?, isForced: Bool) {
        var payload: JSONObject = ["task_id": .string(taskID), "reason": reason.map(JSONValue.string) ?? .null]
        if isForced { payload["force"] = true }
        emit("cancel", .object(payload))
    }
}

/// Which connection works on which task: the one that created it or last reported on it (PROTOCOL.md section 1).
///
/// A connection that goes away leaves its tasks to whoever reports on them next.
@EventLoop
final class WorkerRegister {
    private var workers: [String: any Worker] = [:]
    private var tasks: [ObjectIdentifier: Set<String>] = [:]
    /// Tasks whose worker was told to end at once; one that comes back is told so again.
    private var forced: Set<String> = []

    func worker(of taskID: String) -> (any Worker)? { workers[taskID] }

    func assign(_ worker: (any Worker)?, to task: GenerationTask) {
        guard let worker, !task.status.isTerminal, workers[task.id] !== worker else { return }
        forget(task.id)
        workers[task.id] = worker
        tasks[ObjectIdentifier(worker), default: []].insert(task.id)
    }

    func tellCancelled(_ task: GenerationTask, reason: String?, isForced: Bool = false) {
        guard let worker = workers[task.id] else { return }
        if isForced { forced.insert(task.id) }
        worker.tellCancelled(taskID: task.id, reason: reason, isForced: forced.contains(task.id))
    }

    /// Lets go of tasks that have ended or are gone; a cancelled one stays until its worker has released it.
    func noticed(_ change: Change) {
        switch change {
        case .updated(let task, _): if task.status.isTerminal, !task.isReleasing { forget(task.id) }
        case .removed(let id): forget(id)
        case .noted: break
        }
    }

    private func forget(_ taskID: String) {
        guard let worker = workers.removeValue(forKey: taskID) else { return }
        forced.remove(taskID)
        tasks[ObjectIdentifier(worker)]?.remove(taskID)
    }

    /// Gives the tasks of one connection to another of the same client; the answer is which.
    func replace(_ old: any Worker, by new: any Worker) -> Set<String> {
        let moved = tasks.removeValue(forKey: ObjectIdentifier(old)) ?? []
        for id in moved { workers[id] = new }
        if !moved.isEmpty { tasks[ObjectIdentifier(new)] = moved }
        return moved
    }

    /// The tasks a connection leaves behind.
    func remove(_ worker: any Worker) -> Set<String> {
        let left = tasks.removeValue(forKey: ObjectIdentifier(worker)) ?? []
        for id in left {
            workers[id] = nil
            forced.remove(id)
        }
        return left
    }
}
