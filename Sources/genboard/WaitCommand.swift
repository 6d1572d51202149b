import Arguments
import Foundation
import JSON
import Networking
import ProgressClient
import ProgressModel
import Transcript
import Web

/// `genboard wait`: until some tasks have ended, over every disconnect, and an exit code that says how.
struct WaitCommand {
    private let ids: [String]
    private let address: ServerAddress
    private let timeout: Duration?
    private let printsJSON: Bool

    init(_ invocation: Invocation) throws(UsageError) {
        ids = invocation.all("ID")
        guard ids.count <= AwaitedTasks.limit else {
            throw UsageError("At most \(AwaitedTasks.limit) tasks can be waited for at once.")
        }
        address = try ServerAddress(invocation)
        timeout = try invocation.duration("timeout")
        printsJSON = invocation.has("json")
    }

    /// Waits for one task, for as long as it takes.
    init(for id: String, at address: ServerAddress, printsJSON: Bool) {
        ids = [id]
        self.address = address
        timeout = nil
        self.printsJSON = printsJSON
    }

    func run() -> Int32 {
        waitForLoop { [self] finish in
            TaskWait.start(AwaitedTasks(ids), address, timeout: timeout, printsJSON: printsJSON, finish)
        }
    }
}

/// The wait itself: joins every task with each connection, and looks at what the server says then and later.
@EventLoop
private final class TaskWait {
    private static var current: TaskWait?

    /// Without a server for this long, nobody will tell any more.
    private static let patience: Duration = .seconds(60)
    /// The same before the first connection.
    private static let connectTime: Duration = .seconds(5)

    private var tasks: AwaitedTasks
    private let printsJSON: Bool
    private let finish: @Sendable (Int32) -> Void
    private let client: ProgressClient
    private var hasBeenConnected = false
    private lazy var absence = LoopTimer { [weak self] in self?.giveUp("no answer from the server in time") }
    private lazy var timeout = LoopTimer { [weak self] in self?.timeIsUp() }

    static func start(
        _ tasks: AwaitedTasks,
        _ address: ServerAddress,
        timeout: Duration?,
        printsJSON: Bool,
        _ finish: @escaping @Sendable (Int32) -> Void,
    ) {
        let wait = TaskWait(tasks, address, printsJSON: printsJSON, finish)
        current = wait
        if let timeout { wait.timeout.schedule(after: timeout) }
        wait.absence.schedule(after: TaskWait.connectTime)
        wait.client.start()
    }

    private init(
        _ tasks: AwaitedTasks,
        _ address: ServerAddress,
        printsJSON: Bool,
        _ finish: @escaping @Sendable (Int32) -> Void,
    ) {
        self.tasks = tasks
        self.printsJSON = printsJSON
        self.finish = finish
        client = ProgressClient(address) { TaskWait.current?.received($0) }
    }

    private func received(_ event: ProgressClient.Event) {
        switch event {
        case .connected:
            hasBeenConnected = true
            absence.cancel()
            for id in tasks.open { join(id) }
        case .disconnected(let reason, _):
            guard hasBeenConnected else { return giveUp(reason) }
            if !absence.isRunning { absence.schedule(after: TaskWait.patience) }
        case .changed(let task): settle(tasks.saw(task))
        case .removed(let id): settle(tasks.isUnknown(id))
        default: break
        }
    }

    private func join(_ id: String) {
        client.request("join", ["task_id": .string(id)]) { [weak self] result in
            guard let self else { return }
            switch result {
            case .success(let answer):
                if let task = answer["task"].flatMap(GenerationTask.init(json:)) { settle(tasks.saw(task)) }
            case .failure(.refused("unknown_task", _, _)): settle(tasks.isUnknown(id))
            case .failure(.refused("task_removed", _, let answer)):
                let status = answer["status"]?.string.flatMap(TaskStatus.init(rawValue:))
                settle(status.map { tasks.wasRemoved(id, endedAs: $0) } ?? tasks.isUnknown(id))
            case .failure(.refused(_, let message, _)): giveUp(message, ExitCode.failure)
            case .failure(.connectionLost), .failure(.notConnected): break  // Joined again with the next connection.
            case .failure(let failure): giveUp("\(failure)")
            }
        }
    }

    private func settle(_ end: AwaitedTasks.End?) {
        switch end {
        case .ended(let task): Console.print(printsJSON ? JSONLine.text(of: task.json) : PlainLine.summary(of: task))
        case .unknown(let id): Console.complain("there is no task \"\(id)\"; check the id")
        case .forgotten(let id):
            Console.complain("the server no longer knows the task \(id): it was deleted, or the server lost it")
        case .removed(let id, let status):
            Console.complain("the task \(id) was removed; it had ended as \(status.rawValue)")
        case nil: return
        }
        guard tasks.open.isEmpty else { return }
        switch tasks.verdict {
        case .completed: finish(ExitCode.success)
        case .cancelled: finish(ExitCode.cancelled)
        case .failed: finish(ExitCode.failure)
        }
    }

    private func timeIsUp() {
        let named = tasks.open.prefix(10).joined(separator: ", ")
        let others = tasks.open.count > 10 ? " and \(tasks.open.count - 10) more" : ""
        giveUp("not ended in time: \(named)\(others)", ExitCode.timeout)
    }

    private func giveUp(_ reason: String, _ code: Int32 = ExitCode.unreachable) {
        Console.complain(reason)
        finish(code)
    }
}
