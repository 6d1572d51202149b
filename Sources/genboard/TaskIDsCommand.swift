import Arguments
import JSON
import Networking
import ProgressClient
import ProgressModel
import Transcript
import Web

/// `genboard task-ids`: what shells offer where a task's id is to be typed, a line each with the id, a tab and a few words.
///
/// Somebody waits at a prompt: it takes a second at most, and says nothing of what goes wrong.
struct TaskIDsCommand {
    private static let patience: Duration = .seconds(1)
    /// Ids offered at most.
    private static let limit: Int64 = 500

    private let address: ServerAddress
    private let wantsOpen: Bool

    init(_ invocation: Invocation) throws(UsageError) {
        address = try ServerAddress(invocation)
        wantsOpen = invocation.has("open")
    }

    func run() -> Int32 {
        let lines: [String] = waitForLoop { [self] finish in
            let bound = LoopTimer { finish([]) }
            bound.schedule(after: TaskIDsCommand.patience)
            Task { @EventLoop in
                finish(await self.lines())
                bound.cancel()
            }
        }
        for line in lines { Console.print(line) }
        return ExitCode.success
    }

    @EventLoop
    private func lines() async -> [String] {
        let connection = ScriptConnection(address)
        guard await connection.open(within: TaskIDsCommand.patience) == nil else { return [] }
        var query: JSONObject = ["limit": .integer(TaskIDsCommand.limit)]
        if wantsOpen {
            let open = TaskStatus.allCases.filter { !$0.isTerminal }
            query["statuses"] = .array(open.map { .string($0.rawValue) })
        }
        let answer = try? await connection.request("list_tasks", .object(query))
        let tasks = (answer?["tasks"]?.array ?? []).compactMap(GenerationTask.init(json:))
        return tasks.filter { TaskID.isSafe($0.id) }.map(line)
    }

    private func line(of task: GenerationTask) -> String {
        let words = [task.status.rawValue, "\(Int(task.progress))%", task.title, task.type]
        return "\(task.id)\t\(PlainLine.safe(words.filter { !$0.isEmpty }.joined(separator: " ")))"
    }
}
