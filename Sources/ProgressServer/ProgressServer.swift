import HTTP
package import Networking
package import ProgressModel
package import Web

/// The progress server: one port for Socket.IO, REST and the web page, around one progress manager.
@EventLoop
package final class ProgressServer {
    /// How often stalled tasks are looked for.
    private static let stallCheckInterval: Duration = .seconds(1)
    private static let socketIOPath = "/socket.io/"

    private let manager: ProgressManager
    private let http: HTTPServer
    private let socketIO: SocketIOServer
    private let publisher: Publisher
    private let cancellations: CancellationWaits
    private let clock: @Sendable () -> Timestamp
    private var stallCheck: LoopTimer?

    /// - Parameters:
    ///   - epoch: Names the life of the state; clients that see another one know that theirs is old.
    ///   - origins: The web pages that may use the server.
    ///   - eventRate: How many events a second each task's subscribers are sent at most; 0 for every change.
    ///   - clock: Tells the wall clock's time.
    package init(
        epoch: String,
        origins: OriginPolicy,
        eventRate: Double,
        clock: @escaping @Sendable () -> Timestamp,
    ) {
        let wake = PublishSignal()
        let manager = ProgressManager(epoch: epoch) { wake.raise() }
        let subscriptions = Subscriptions()
        let workers = WorkerRegister()
        let publisher = Publisher(
            manager: manager,
            subscriptions: subscriptions,
            eventRate: eventRate,
        )
        let clients = ClientRegister()
        let cancellations = CancellationWaits(manager: manager)
        publisher.observers = [workers.noticed, cancellations.noticed]
        let actions = TaskActions(manager: manager, workers: workers, clock: clock)
        let namespace = ProgressNamespace(
            actions: actions,
            subscriptions: subscriptions,
            publisher: publisher,
            clients: clients,
        )
        let socketIO = SocketIOServer(namespaces: ["/progress": namespace, "/": SilentNamespace()])
        let rest = RESTAPI(
            actions: actions,
            subscriptions: subscriptions,
            publisher: publisher,
            clients: clients,
            cancellations: cancellations,
        )
        let isForSocketIO: @EventLoop (Exchange) -> Bool = { $0.request.path.hasPrefix(ProgressServer.socketIOPath) }
        http = HTTPServer(
            origins: origins,
            announced: { if isForSocketIO($0) { socketIO.announce($0) } },
            handler: { isForSocketIO($0) ? socketIO.handle($0) : rest.handle($0) },
        )
        self.manager = manager
        self.socketIO = socketIO
        self.publisher = publisher
        self.cancellations = cancellations
        self.clock = clock
        wake.publisher = publisher
    }

    /// Starts to serve; the answer is the address with the port that was really taken.
    package func start(host: String, port: UInt16) throws(NetworkError) -> SocketAddress {
        let address = try http.listen(host: host, port: port)
        let timer = LoopTimer { [weak self] in self?.checkForStalledTasks() }
        timer.schedule(after: ProgressServer.stallCheckInterval)
        stallCheck = timer
        return address
    }

    /// Stops accepting and closes every session; clients see an orderly end.
    package func stop() {
        stallCheck?.cancel()
        publisher.publishEverything()
        cancellations.answerAll()
        socketIO.close()
        http.stop()
    }

    private func checkForStalledTasks() {
        manager.timePassed(clock())
        stallCheck?.schedule(after: ProgressServer.stallCheckInterval)
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
