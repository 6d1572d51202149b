import HTTP
package import Networking
package import ProgressModel
package import Web

/// The progress server: one port for Socket.IO, REST and the web page, around one progress manager.
@EventLoop
package final class ProgressServer {
    private static let socketIOPath = "/socket.io/"
    /// Bytes of inputs that are kept for the tasks that may be retried.
    package static nonisolated let inputBytes = 64 << 20

    let http: HTTPServer
    let socketIO: SocketIOServer
    let publisher: Publisher
    let heldAnswers: HeldAnswers
    let cancellations: CancellationWaits
    let clients: ClientRegister
    let rest: RESTAPI
    let housekeeping: Housekeeping
    /// The owner of all tasks, for whoever works on them in this process.
    package let manager: ProgressManager
    private let submissions: Submissions
    private let clock: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - saved: The state to begin with; clients that see another epoch know that theirs is old.
    ///   - journal: Keeps the state beyond the life of the process; nil keeps nothing.
    ///   - retention: Which of the finished tasks are kept.
    ///   - origins: The web pages that may use the server.
    ///   - inputBytes: Bytes of inputs that are kept for the tasks that may be retried.
    ///   - eventRate: How many events a second each task's subscribers are sent at most; 0 for every change.
    ///   - clock: Tells the wall clock's time.
    package init(
        saved: SavedState,
        journal: (any Journal)? = nil,
        retention: Retention = .standard,
        origins: OriginPolicy,
        inputBytes: Int = ProgressServer.inputBytes,
        eventRate: Double,
        clock: @escaping @Sendable () -> Timestamp,
    ) {
        let wake = PublishSignal()
        let manager = ProgressManager(restoring: saved, at: clock()) { wake.raise() }
        let subscriptions = Subscriptions()
        let heldAnswers = HeldAnswers(journal: journal)
        heldAnswers.onHold = wake.raise
        let workers = WorkerRegister()
        let publisher = Publisher(
            manager: manager,
            subscriptions: subscriptions,
            heldAnswers: heldAnswers,
            eventRate: eventRate,
        )
        let clients = ClientRegister()
        let cancellations = CancellationWaits(manager: manager)
        let histories = TaskHistories(journal: journal)
        let submissions = Submissions(restoring: saved.notes, limit: inputBytes, manager: manager)
        let housekeeping = Housekeeping(manager: manager, retention: retention, clock: clock)
        publisher.observers = [
            histories.noticed,
            { _ in housekeeping.noticed() },
            { change in
                // Changes are looked at late: a task that was deleted and created again since is another one.
                guard let id = change.endedTaskID, manager.record(id)?.status.isTerminal != false else { return }
                workers.noticed(change)
                cancellations.noticed(change)
                submissions.noticed(change)
            },
        ]
        let actions = TaskActions(
            manager: manager,
            workers: workers,
            heldAnswers: heldAnswers,
            submissions: submissions,
            clock: clock,
        )
        let lists = TaskLists(actions: actions)
        let namespace = ProgressNamespace(
            actions: actions,
            subscriptions: subscriptions,
            publisher: publisher,
            clients: clients,
            heldAnswers: heldAnswers,
            histories: histories,
            lists: lists,
        )
        let socketIO = SocketIOServer(namespaces: ["/progress": namespace, "/": SilentNamespace()])
        let rest = RESTAPI(
            actions: actions,
            subscriptions: subscriptions,
            publisher: publisher,
            clients: clients,
            cancellations: cancellations,
            heldAnswers: heldAnswers,
            histories: histories,
            lists: lists,
            idempotencyKeys: IdempotencyKeys(restoring: saved.notes),
        )
        let isForSocketIO: @EventLoop (Exchange) -> Bool = { $0.request.path.hasPrefix(ProgressServer.socketIOPath) }
        http = HTTPServer(
            origins: origins,
            announced: { if isForSocketIO($0) { socketIO.announce($0) } },
            handler: { isForSocketIO($0) ? socketIO.handle($0) : rest.handle($0) },
        )
        self.manager = manager
        self.submissions = submissions
        self.socketIO = socketIO
        self.publisher = publisher
        self.heldAnswers = heldAnswers
        self.cancellations = cancellations
        self.clients = clients
        self.rest = rest
        self.housekeeping = housekeeping
        self.clock = clock
        wake.publisher = publisher
        endReleases(of: saved.tasks)
    }

    /// The connections that were to confirm these went with the last server.
    private func endReleases(of tasks: [GenerationTask]) {
        for task in tasks where task.isReleasing { _ = try? manager.confirmReleased(task.id, at: clock()) }
    }

    /// Gives the server workers of its own, which take up what was submitted to those of the last life.
    ///
    /// - Parameter saved: The state that the server began with.
    package func employ(_ workers: any OwnWorkers, restoring saved: SavedState) {
        submissions.workers = workers
        let open = saved.tasks.compactMap { manager.record($0.id) }.filter { !$0.status.isTerminal }
        failInputless(open, submitted: Set(saved.notes.lazy.filter { $0.collection == .submissions }.map(\.key)))
        workers.restore(submissions.submitted(among: open))
    }

    /// Nobody can do what was submitted and is not known any more.
    private func failInputless(_ open: [GenerationTask], submitted: Set<String>) {
        for task in open where submitted.contains(task.id) && submissions[task.id] == nil {
            let message = "Its input went with the last server; submit it again"
            _ = try? manager.fail(task.id, error: GenerationTask.serverRestarted, saying: message, at: clock())
        }
    }

    /// Starts to serve; the answer is the address with the port that was really taken.
    package func start(host: String, port: UInt16) throws(NetworkError) -> SocketAddress {
        let address = try http.listen(host: host, port: port)
        housekeeping.start()
        return address
    }
}

/// Brings the manager's "there are changes" from whatever thread made them to the loop, where they are published once a turn.
private final class PublishSignal: Sendable {
    @EventLoop weak var publisher: Publisher?

    nonisolated init() {}

    nonisolated func raise() {
        EventLoop.post { self.publisher?.publish() }
    }
}

/// The main namespace: stock clients may open it, and nothing happens there.
private final class SilentNamespace: Namespace {}
