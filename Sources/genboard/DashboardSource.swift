import Dashboard
import JSON
import Networking
import ProgressClient
import ProgressModel
import Terminal

/// Brings the dashboard what its server says, and takes its wishes back: the bridge between the event loop and the terminal's thread.
@EventLoop
final class DashboardSource {
    nonisolated let source: FeedSource
    private nonisolated let port: EventPort<DashboardEvent>
    private lazy var client = source.feed { [weak self] in self?.received($0) }
    /// Since when there has been no connection; nil while there is one, and before the first.
    private var lostAt: Timestamp?

    nonisolated init(_ source: FeedSource, _ port: EventPort<DashboardEvent>) {
        self.source = source
        self.port = port
        EventLoop.post {
            self.client.watch()
            self.client.start()
        }
    }

    /// From any thread: does what the dashboard asks for.
    nonisolated func cancel(_ taskID: String) {
        EventLoop.post { self.sendCancel(taskID) }
    }

    nonisolated func retryNow() {
        EventLoop.post { self.client.retryNow() }
    }

    /// Asks for everything again, after events were lost.
    nonisolated func refresh() {
        EventLoop.post { self.client.watch() }
    }

    private func sendCancel(_ taskID: String) {
        let payload: JSONValue = ["task_id": .string(taskID), "reason": "cancelled in the dashboard"]
        client.request("cancel_task", payload) { [port] result in
            port.post(.cancelAnswered(taskID: taskID, CancelAnswer(result)))
        }
    }

    private func received(_ event: ProgressClient.Event) {
        // A recording's ages and remaining times are those of its own time, however fast it plays.
        if !client.isLive { port.post(.serverClock(client.time)) }
        switch event {
        case .connecting:
            if lostAt == nil { port.post(.connection(.connecting)) }
        case .connected(let info):
            lostAt = nil
            if client.isLive, let time = info.time { port.post(.serverClock(time)) }
            port.post(.connection(.connected(serverVersion: info.version)))
        case .disconnected(let reason, let delay):
            let now = Timestamp.now
            let since = lostAt ?? now
            lostAt = since
            let retryAt = delay.map { now + $0 / .seconds(1) }
            port.post(.connection(.disconnected(reason: reason, since: since, retryAt: retryAt)))
        case .snapshotBegan: port.post(.snapshotBegan)
        case .tasks(let tasks, let more): port.post(.tasks(tasks, more: more))
        case .changed(let task): port.post(.changed(task))
        case .removed(let id): port.post(.removed(id))
        case .cancelRequested: break
        }
    }
}

extension CancelAnswer {
    fileprivate init(_ result: Result<JSONValue, RequestFailure>) {
        switch result {
        case .success: self = .cancelled
        case .failure(.refused(_, let message, let answer)):
            let status = answer["status"]?.string.flatMap(TaskStatus.init(rawValue:))
            self = status.map(CancelAnswer.alreadyEnded) ?? .failed(message)
        case .failure(let failure): self = .failed("\(failure)")
        }
    }
}
