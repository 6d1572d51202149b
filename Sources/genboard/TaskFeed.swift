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

    /// Servers that can be watched together: as many as can each have a share of what a dashboard keeps that holds all
    /// the tasks a server keeps by itself.
    static let limit = 9

    /// What `watch` was told to watch: a recording, or servers, each once.
    static func watched(_ invocation: Invocation) throws(UsageError) -> [FeedSource] {
        if let path = invocation["replay"] {
            let speed = try invocation.number("speed") ?? 1
            guard speed >= 0 else { throw UsageError("--speed must be 0 or more.") }
            return [.recording(path, speed: speed)]
        }
        var addresses: [ServerAddress] = []
        for text in invocation.all("URL") {
            let address = try ServerAddress(argument: text)
            if !addresses.contains(address) { addresses.append(address) }
        }
        guard addresses.count <= limit else {
            throw UsageError("At most \(limit) servers can be watched together, not \(addresses.count).")
        }
        return addresses.isEmpty ? [.server(.standard)] : addresses.map(FeedSource.server)
    }

    /// What tells each from the others, for people; empty where there are no others.
    static func names(of sources: [FeedSource]) -> [String] {
        let addresses = sources.compactMap { source in
            if case .server(let address) = source { address } else { nil }
        }
        return addresses.count == sources.count ? addresses.names : sources.map { _ in "" }
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
