import Arguments
import Foundation
import JSON
import Networking
import ProgressClient
import ProgressModel
import Web

/// Where a watcher hears of tasks from: a server, or the recording of one.
@EventLoop
protocol TaskFeed: AnyObject {
    /// The time at which what was heard last happened; for a server, the time now.
    var time: Timestamp { get }
    /// A recording's time moves only with its events.
    var isLive: Bool { get }
    func start()
    /// Follows every task, beginning with a snapshot of all.
    func watch()
    func retryNow()
    /// Hands on nothing for a while, where the other side can wait.
    func pause()
    func resume()
    func request(
        _ event: String,
        _ payload: JSONValue,
        completed: @escaping @EventLoop (Result<JSONValue, RequestFailure>) -> Void,
    )
}

extension ProgressClient: TaskFeed {
    var time: Timestamp { .now }
    var isLive: Bool { true }

    /// A server tells what happens when it happens; what a slow reader does not take is held as a backlog here.
    func pause() {}
    func resume() {}
}

/// What is watched.
enum FeedSource: Sendable, CustomStringConvertible {
    case server(ServerAddress)
    /// A file, and how many of its seconds pass in one of ours; 0 does not wait.
    case recording(String, speed: Double)

    init(_ invocation: Invocation) throws(UsageError) {
        if let path = invocation["replay"] {
            let speed = try invocation.number("speed") ?? 1
            guard speed >= 0 else { throw UsageError("--speed must be 0 or more.") }
            self = .recording(path, speed: speed)
        } else {
            self = .server(try ServerAddress(invocation))
        }
    }

    var description: String {
        switch self {
        case .server(let address): address.description
        case .recording(let path, _): path
        }
    }

    /// A feed that tells every event to one listener.
    @EventLoop
    func feed(_ onEvent: @escaping @EventLoop (ProgressClient.Event) -> Void) -> any TaskFeed {
        switch self {
        case .server(let address): ProgressClient(address, onEvent: onEvent)
        case .recording(let path, let speed): Replay(path, speed: speed, onEvent: onEvent)
        }
    }
}
