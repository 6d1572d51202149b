import JSON
import Networking
import ProgressModel
import ProgressServer

/// Workers that take everything, begin at once, and never let go.
@EventLoop
final class StandInWorkers: OwnWorkers {
    private(set) var restored: [String] = []
    private var running: Set<String> = []

    nonisolated init() {}

    var taskTypes: [String] { ["image"] }

    func refusal(of type: String) -> SubmissionRefusal? { nil }

    func add(_ task: GenerationTask, input: JSONObject) { running.insert(task.id) }

    func restore(_ submitted: [(task: GenerationTask, input: JSONObject)]) { restored = submitted.map(\.task.id) }

    func isRunning(_ id: String) -> Bool { running.contains(id) }

    func end(_ id: String, isForced: Bool) {}

    func forget(_ id: String) {}
}
