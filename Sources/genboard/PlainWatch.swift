import Foundation
import Generation
import Networking
import ProgressClient
import ProgressModel
import Web

/// The dashboard where there is no terminal: a line for each change of status, and now and then one of progress.
@EventLoop
final class PlainWatch {
    /// Seconds between two lines about the progress of one task.
    private static let progressInterval = 5.0

    private static var current: PlainWatch?

    private let address: ServerAddress
    private var printed: [String: (status: TaskStatus, isReleasing: Bool, at: Timestamp)] = [:]
    private var isFull = false
    private lazy var client = ProgressClient(address) { [weak self] in self?.received($0) }
    private lazy var relay = OutputRelay(
        onFull: { PlainWatch.current?.isFull = true },
        onDrained: { PlainWatch.current?.isFull = false },
        onFailure: { Console.outputFailed($1) },
    )

    static func start(_ address: ServerAddress) {
        let watch = PlainWatch(address)
        current = watch
        ReaderWatch.start()
        watch.client.watch()
        watch.client.start()
    }

    private init(_ address: ServerAddress) {
        self.address = address
    }

    private func received(_ event: ProgressClient.Event) {
        switch event {
        case .connected: Console.complain("connected to \(address)")
        case .disconnected(let reason, let delay):
            let retry = delay.map { "; trying again in \(Int(($0 / .seconds(1)).rounded(.up))) s" } ?? ""
            Console.complain("disconnected: \(reason)\(retry)")
        case .tasks(let tasks, _): for task in tasks { changed(task) }
        case .changed(let task): changed(task)
        case .removed(let id): printed[id] = nil
        case .connecting, .snapshotBegan, .cancelRequested: break
        }
    }

    private func changed(_ task: GenerationTask) {
        if let last = printed[task.id], last.status == task.status, last.isReleasing == task.isReleasing {
            guard task.updatedAt - last.at >= PlainWatch.progressInterval, !isFull else { return }
        }
        printed[task.id] = (task.status, task.isReleasing, task.updatedAt)
        relay.write(Array((PlainLine.event(task) + "\n").utf8), to: .output)
    }
}

/// Ends the program when nobody reads its standard output any more, also while there is nothing to print.
@EventLoop
private final class ReaderWatch: DescriptorHandler {
    /// A file cannot be watched, and need not be.
    static func start() {
        EventLoop.watch(STDOUT_FILENO, for: [], ReaderWatch())
    }

    /// Asked for nothing, the kernel tells of a hang-up only.
    func descriptorIsReady(_ readiness: Readiness) {
        Console.outputFailed(EPIPE)
    }
}
