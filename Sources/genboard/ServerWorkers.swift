import Foundation
import Generation
import JSON
import Networking
import ProgressModel
import ProgressServer
import Web

/// The server's own workers and what they need: a place for their files, and somebody who ends them should the server be killed.
@EventLoop
final class ServerWorkers {
    /// From SIGTERM to SIGKILL for the commands of a server that was killed.
    private nonisolated static let orphanGrace: Duration = .seconds(5)
    static nonisolated let watchdogCommand = "watchdog"

    private let pool: GeneratorPool
    private let watchdog: Watchdog?

    /// Ends what the last life of this server left running, and removes the files of its tasks that
    /// are unfinished or gone; nobody else uses its state now.
    ///
    /// Blocks until it is done.
    nonisolated static func cleanUp(_ outputs: OutputDirectories, saved: SavedState) {
        guard FileManager.default.fileExists(atPath: outputs.root) else { return }
        _ = MarkedProcesses(outputs: outputs.root).end(grace: .zero)
        var abandoned = Set(saved.notes.lazy.filter { $0.collection == .removedTasks }.map(\.key))
        for task in saved.tasks {
            if task.status == .completed { abandoned.remove(task.id) } else { abandoned.insert(task.id) }
        }
        outputs.cleanUp(discarding: abandoned)
    }

    /// Employs them with a server that has just begun to listen.
    init(
        _ settings: WorkerSettings,
        at server: ProgressServer,
        restoring saved: SavedState,
        outputs: OutputDirectories,
        url: String,
        environment: [String: String],
    ) {
        let mark = MarkedProcesses.mark(outputs: outputs.root, life: TaskID.random())
        var variables = environment
        variables["GENBOARD_URL"] = url
        pool = GeneratorPool(
            settings.generators,
            workers: settings.workers,
            queueLimit: settings.queueLimit,
            manager: server.manager,
            outputs: outputs,
            mark: mark,
            environment: variables,
            clock: { .now },
        )
        watchdog = settings.generators.isEmpty ? nil : ServerWorkers.watchdog(mark: mark, environment)
        server.employ(pool, restoring: saved)
    }

    private static func watchdog(mark: String, _ environment: [String: String]) -> Watchdog {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "genboard"
        return Watchdog([program, watchdogCommand, mark], environment: environment.map { "\($0.key)=\($0.value)" })
    }

    /// Ends all of them by their rules; see `GeneratorPool.stop`.
    func stop(within time: Duration, completed: @escaping @EventLoop () -> Void) {
        pool.stop(within: time, completed: completed)
    }

    /// The life of the process that watches over a server.
    nonisolated static func watch(mark: String) -> Int32 {
        Watchdog.watch(mark: mark, grace: orphanGrace) ? ExitCode.success : ExitCode.failure
    }
}

extension GeneratorPool: OwnWorkers {
    func refusal(of type: String) -> SubmissionRefusal? {
        let refusal: WorkRefusal? = refusal(of: type)
        return refusal.map { SubmissionRefusal(code: $0.code, message: $0.message) }
    }
}
