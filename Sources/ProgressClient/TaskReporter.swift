package import Networking
package import ProgressModel
package import Web

/// Keeps one task on the server true to the work done here, over every disconnect.
///
/// The task's id is chosen here, so that creating it again after a lost connection or a restarted server makes no second task.
@EventLoop
package final class TaskReporter {
    /// How long the last word may take when the work is over; then it is given up.
    private static let farewellTime: Duration = .seconds(5)
    /// The same while the server does not have the task.
    private static let shortFarewellTime: Duration = .seconds(1)

    package nonisolated let taskID: String
    private let task: NewTask
    private let address: ServerAddress
    private let onCancelled: @EventLoop (_ isForced: Bool) -> Void
    private let onRefusal: @EventLoop (String) -> Void
    private var state = ReportingState()
    private var completed: (@EventLoop () -> Void)?
    private lazy var client = ProgressClient(address) { [weak self] in self?.received($0) }
    private lazy var farewell = LoopTimer { [weak self] in self?.finish() }

    /// - Parameters:
    ///   - onCancelled: Called when the server says that the task was cancelled, perhaps more than once; forced means at once.
    ///   - onRefusal: Called with a sentence for people when the server does not take something.
    package init(
        _ task: NewTask,
        at address: ServerAddress,
        onCancelled: @escaping @EventLoop (_ isForced: Bool) -> Void,
        onRefusal: @escaping @EventLoop (String) -> Void,
    ) {
        taskID = TaskID.random()
        var task = task
        task.id = taskID
        self.task = task
        self.address = address
        self.onCancelled = onCancelled
        self.onRefusal = onRefusal
    }

    package func start() {
        client.start()
    }

    package func report(_ report: ProgressReport) {
        state.report(report)
        send()
    }

    /// Cancels the task on its own behalf, so that every watcher sees it.
    package func cancel(reason: String) {
        state.cancel(reason: reason)
        send()
    }

    /// Sends the last word, and calls back once when it has arrived or cannot.
    package func end(_ end: TaskEnd, completed: @escaping @EventLoop () -> Void) {
        guard self.completed == nil else { return }
        self.completed = completed
        farewell.schedule(
            after: state.isCreated ? TaskReporter.farewellTime : TaskReporter.shortFarewellTime
        )
        tell(state.end(end))
        send()
    }

    private func received(_ event: ProgressClient.Event) {
        switch event {
        case .connected: state.connected()
        case .disconnected: state.disconnected()
        case .cancelRequested(let id, let reason, let isForced) where id == taskID:
            tell(state.wasCancelled(reason: reason))
            if isForced { onCancelled(true) }
        default: return
        }
        send()
    }

    private func send() {
        guard let request = state.nextRequest() else { return }
        let (name, payload) = request.event(for: task)
        client.request(name, payload) { [weak self] result in
            guard let self else { return }
            tell(state.answered(result))
            send()
        }
    }

    private func tell(_ news: [ReportingState.News]) {
        for item in news {
            switch item {
            case .cancelled: onCancelled(false)
            case .refused(let sentence): onRefusal(sentence)
            case .finished: finish()
            }
        }
    }

    private func finish() {
        farewell.cancel()
        let completed = completed
        // What is still under way changes nothing any more.
        self.completed = {}
        completed?()
    }
}
