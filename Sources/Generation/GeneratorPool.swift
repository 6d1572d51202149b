import Dispatch
import Foundation
package import JSON
package import Networking
package import ProgressModel

/// The server's own workers: runs the commands that `WorkQueue` says, and reports for them on their tasks.
@EventLoop
package final class GeneratorPool {
    /// How the history names what they do.
    private static let originator = Originator(name: "generator")
    /// Looking at every process there is takes its time, which the event loop does not have.
    private static let strayHunt = DispatchQueue(label: "stray processes")

    let generators: [String: Generator]
    let manager: ProgressManager
    private let outputs: OutputDirectories
    private let mark: String
    private let environment: [String: String]
    let clock: @Sendable () -> Timestamp
    var queue: WorkQueue
    private var inputs: [String: JSONObject] = [:]
    var runs: [WorkQueue.Job: GeneratorRun] = [:]
    private lazy var timeouts = LoopTimer { [weak self] in self?.timePassed() }
    var whenStopped: (@EventLoop () -> Void)?

    /// - Parameters:
    ///   - workers: Commands that run at a time.
    ///   - queueLimit: Tasks that may wait.
    ///   - outputs: Where their files go.
    ///   - mark: What tells their processes from others; see `MarkedProcesses`.
    ///   - environment: What the commands find in theirs, besides what is about the task.
    ///   - clock: Tells the wall clock's time.
    package init(
        _ generators: [Generator],
        workers: Int,
        queueLimit: Int,
        manager: ProgressManager,
        outputs: OutputDirectories,
        mark: String,
        environment: [String: String],
        clock: @escaping @Sendable () -> Timestamp,
    ) {
        self.generators = Dictionary(generators.map { ($0.type, $0) }, uniquingKeysWith: { $1 })
        self.manager = manager
        self.outputs = outputs
        self.mark = mark
        self.environment = environment
        self.clock = clock
        queue = WorkQueue(generators, workers: workers, limit: queueLimit)
    }

    /// In the order of their names.
    package var taskTypes: [String] { generators.keys.sorted() }

    /// Why a task of that type would not be taken now; nil when it would.
    package func refusal(of type: String) -> WorkRefusal? { queue.refusal(of: type) }

    /// Whether something works on a task, or is still there from its last attempt.
    package func isRunning(_ id: String) -> Bool { queue.isRunning(id) }

    /// Puts a pending task in the queue.
    package func add(_ task: GenerationTask, input: JSONObject) {
        let job = WorkQueue.Job(id: task.id, type: task.type, attempt: task.attempt)
        inputs[job.id] = input
        perform(queue.add(job, at: EventLoop.now))
        if inputs[job.id] != nil, manager.record(job.id)?.message.isEmpty == true {
            tell(job, "Waits in the queue")
        }
    }

    /// A task has ended, or is to: nothing is to work on it any more.
    package func end(_ id: String, isForced: Bool = false) {
        guard queue.contains(id) else { return }
        inputs[id] = nil
        perform(queue.end(id, isForced: isForced))
    }

    /// A task is gone, and its files go with it.
    package func forget(_ id: String) {
        end(id)
        if !queue.isRunning(id) { outputs.discard(id) }
    }

    func perform(_ actions: [WorkQueue.Action]) {
        for action in actions {
            switch action {
            case .start(let job): start(job)
            case .end(let job, let isForced): runs[job]?.end(isForced: isForced)
            case .expire(let job): expire(job)
            }
        }
        for (job, place) in queue.newPlaces() { tell(job, "Place \(place) in the queue") }
        if let deadline = queue.nextDeadline { timeouts.schedule(at: deadline) } else { timeouts.cancel() }
        guard queue.runningCount == 0, let stopped = whenStopped else { return }
        whenStopped = nil
        stopped()
    }

    private func timePassed() {
        perform(queue.timePassed(EventLoop.now))
    }

    private func tell(_ job: WorkQueue.Job, _ message: String) {
        report(ProgressReport(status: .pending, message: message), on: job)
    }
}

/// One job from its start to its end.
extension GeneratorPool {
    private func start(_ job: WorkQueue.Job) {
        guard let generator = generators[job.type], let input = inputs.removeValue(forKey: job.id) else {
            return notStarted(job, "Its input is lost")
        }
        do {
            try outputs.make(for: job.id)
            runs[job] = try GeneratorRun(
                generator,
                input: GeneratorPool.input(of: job, input),
                environment: variables(of: job),
                listener: GeneratorRun.Listener(
                    reported: { [weak self] in self?.report($0, on: job) },
                    exited: { [weak self] in self?.exited(job, $0) },
                    ended: { [weak self] in self?.ended(job, isGone: $0) },
                ),
            )
            report(ProgressReport(status: .started, message: ""), on: job)
        } catch let error as LaunchError {
            notStarted(job, "\(error)")
        } catch {
            notStarted(job, "Its directory \(outputs.path(of: job.id)) cannot be made: \(error.localizedDescription)")
        }
    }

    /// The next one is begun in another turn, for it may fail alike, and so may all that wait.
    private func notStarted(_ job: WorkQueue.Job, _ error: String) {
        fail(job, error)
        EventLoop.post { self.gone(job, isGone: true) }
    }

    private static func input(of job: WorkQueue.Job, _ input: JSONObject) -> [UInt8] {
        let all: JSONValue = [
            "task_id": .string(job.id), "task_type": .string(job.type), "attempt": .integer(Int64(job.attempt)),
            "input": .object(input),
        ]
        return all.serialized() + [0x0A]
    }

    private func variables(of job: WorkQueue.Job) -> [String] {
        var variables = environment
        variables["GENBOARD_TASK_ID"] = job.id
        variables["GENBOARD_OUTPUT"] = outputs.path(of: job.id)
        variables[MarkedProcesses.variable] = MarkedProcesses.mark(mark, taskID: job.id)
        return variables.map { "\($0.key)=\($0.value)" }
    }

    /// What the manager refuses explains a failure that may follow, as a line of log would.
    private func report(_ report: ProgressReport, on job: WorkQueue.Job) {
        var report = report
        report.attempt = job.attempt
        do throws(TaskError) {
            try manager.report(job.id, report, by: { GeneratorPool.originator }, at: clock())
        } catch {
            runs[job]?.note("genboard: \(error.message)")
        }
    }

    private func exited(_ job: WorkQueue.Job, _ verdict: Verdict) {
        switch verdict {
        case .completed(let result): complete(job, result)
        case .failed(let error): fail(job, error)
        }
        // Nobody is to go on in the background: the place he takes would not be free.
        end(job.id)
    }

    private func complete(_ job: WorkQueue.Job, _ result: JSONValue) {
        var result = result.object ?? [:]
        if result["output"] == nil, outputs.keepIfUsed(job.id) { result["output"] = .string(outputs.path(of: job.id)) }
        do throws(TaskError) {
            try manager.complete(
                job.id,
                result: .object(result),
                attempt: job.attempt,
                by: { GeneratorPool.originator },
                at: clock(),
            )
        } catch {
            fail(job, error.message)
        }
    }

    /// - Parameters:
    ///   - error: Its end is cut off where it is longer than errors may be.
    ///   - message: What people read, where the error is a word for programs.
    private func fail(_ job: WorkQueue.Job, _ error: String, saying message: String? = nil) {
        let error = String(decoding: error.utf8.prefix(TaskLimits.standard.detailsBytes / 2), as: UTF8.self)
        _ = try? manager.fail(
            job.id,
            error: error,
            saying: message,
            attempt: job.attempt,
            by: { GeneratorPool.originator },
            at: clock(),
        )
    }

    private func expire(_ job: WorkQueue.Job) {
        let seconds = (generators[job.type]?.timeout ?? .zero) / .seconds(1)
        let message = "Took longer than \(JSONValue.double(seconds).text) s, the timeout of \(job.type)"
        fail(job, "timed_out", saying: message)
        runs[job]?.end(isForced: false)
    }

    /// Nobody of its group is left; of one that was cut short, those who left the group are looked for too.
    private func ended(_ job: WorkQueue.Job, isGone: Bool) {
        guard runs[job]?.wasCutShort == true else { return gone(job, isGone: isGone) }
        let strays = MarkedProcesses(mark: mark, taskID: job.id)
        GeneratorPool.strayHunt.async {
            let noneIsLeft = strays.end(grace: .zero)
            EventLoop.post { self.gone(job, isGone: isGone && noneIsLeft) }
        }
    }

    /// Its place is free; what it wrote stays only where its task has completed.
    private func gone(_ job: WorkQueue.Job, isGone: Bool) {
        runs[job] = nil
        ChildProcess.reapStrays()
        let record = manager.record(job.id)
        if record?.status != .completed { outputs.discard(job.id) }
        // Somebody who outlived SIGKILL still holds what the task stands for.
        if isGone, record?.isReleasing == true {
            _ = try? manager.confirmReleased(job.id, by: { GeneratorPool.originator }, at: clock())
        }
        perform(queue.ended(job, at: EventLoop.now))
    }
}
