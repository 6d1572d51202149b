import JSON
package import ProgressClient
package import ProgressModel

/// The transcript for programs, which is also a recording: one JSON object a line.
///
/// Every line has `v`, the version of this format, `at`, our time in seconds since 1970, and `event`:
/// `connected` (`server`), `disconnected` (`reason`, `retry_after` in seconds or null), `snapshot_began`, `task` (`task`, as on the
/// wire), `snapshot_ended` (`count`), `removed` (`task_id`). Between the marks of a snapshot stand all the tasks there are.
/// Readers skip members and events that they do not know; what they know changes only with `v`.
///
/// Where several servers are told about in one output, `v` is 2: `server` names the one that the line is about, and what
/// it says when it connects is in `info`. So nobody takes tasks of different servers for the same one.
package struct JSONTranscript: Transcript {
    /// What this format is called; higher when a reader of this one would misunderstand.
    static let version: Int64 = 1
    /// The same of the lines of several servers.
    static let versionOfSeveral: Int64 = 2

    /// The address of the server; nil where it is the only one.
    private let server: String?
    /// Tasks told since the snapshot began.
    private var count: Int64 = 0

    /// - Parameter server: The address of the server, where there are others beside it.
    package init(of server: String? = nil) {
        self.server = server
    }

    package mutating func lines(for event: ProgressClient.Event, at now: Timestamp) -> [String] {
        switch event {
        case .connected(let server):
            return [line("connected", [self.server == nil ? "server" : "info": server.json], now)]
        case .disconnected(let reason, let delay):
            let retry = delay.map { JSONValue.double($0 / .seconds(1)) } ?? .null
            return [line("disconnected", ["reason": .string(reason), "retry_after": retry], now)]
        case .snapshotBegan:
            count = 0
            return [line("snapshot_began", [:], now)]
        case .tasks(let tasks, let more):
            let lines = tasks.map { line(of: $0, now) }
            return more ? lines : lines + [line("snapshot_ended", ["count": .integer(count)], now)]
        case .changed(let task): return [line(of: task, now)]
        case .removed(let id): return [line("removed", ["task_id": .string(id)], now)]
        case .connecting, .cancelRequested: return []
        }
    }

    package mutating func timePassed(_ now: Timestamp) -> [String] { [] }

    package var nextDeadline: Timestamp? { nil }

    private mutating func line(of task: GenerationTask, _ now: Timestamp) -> String {
        count += 1
        return line("task", ["task": task.json], now)
    }

    private func line(_ event: String, _ facts: JSONObject, _ now: Timestamp) -> String {
        var line: JSONObject = [
            "v": .integer(server == nil ? JSONTranscript.version : JSONTranscript.versionOfSeveral),
            "at": .double(now.seconds),
        ]
        if let server { line["server"] = .string(server) }
        line["event"] = .string(event)
        for fact in facts { line[fact.name] = fact.value }
        return JSONLine.text(of: .object(line))
    }
}

extension ProgressClient.ServerInfo {
    fileprivate var json: JSONValue {
        [
            "client_id": .string(clientID),
            "version": .string(version),
            "epoch": .string(epoch),
            "time": time.map { .double($0.seconds) } ?? .null,
        ]
    }
}
