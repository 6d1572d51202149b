package import ProgressClient
package import ProgressModel

/// The transcript for people and logs: a line for each change of status, now and then one of progress, and never a long silence.
package struct PlainTranscript: Transcript {
    /// Seconds between two lines about the progress of one task.
    private static let progressInterval = 5.0
    /// Seconds without a line, while something is in progress, until a line says that it still is.
    private static let longestSilence = 30.0
    /// Tasks remembered of a server; at the bound the memory begins anew, and a line may come twice.
    private static let limit = 1 << 17

    /// What stands before each line; empty where there is one server only.
    private let prefix: String

    private struct Known {
        var task: GenerationTask
        /// When a line last told of it.
        var toldAt: Timestamp
    }

    private var known: [String: Known] = [:]
    private var inProgress: Set<String> = []
    /// While a snapshot arrives: what was known before and has not come again.
    private var unconfirmed: Set<String>?
    private var lastLineAt: Timestamp?
    private var isConnected = false

    /// - Parameter server: What the server is called, where there are others beside it.
    package init(of server: String = "") {
        prefix = server.isEmpty ? "" : "\(PlainLine.safe(server))  "
    }

    package mutating func lines(for event: ProgressClient.Event, at now: Timestamp) -> [String] {
        let lines = news(in: event, at: now)
        if !lines.isEmpty { lastLineAt = now }
        return lines.map { PlainLine.event(prefix + $0, at: now) }
    }

    private mutating func news(in event: ProgressClient.Event, at now: Timestamp) -> [String] {
        switch event {
        case .connected: isConnected = true
        case .disconnected:
            isConnected = false
            unconfirmed = nil
        case .snapshotBegan: unconfirmed = Set(known.keys)
        case .tasks(let tasks, let more):
            let lines = tasks.compactMap { changed($0, at: now) }
            return more ? lines : lines + forgetUnconfirmed()
        case .changed(let task): return [changed(task, at: now)].compactMap(\.self)
        case .removed(let id): return [forget(id)].compactMap(\.self)
        case .connecting, .cancelRequested: break
        }
        return []
    }

    private mutating func changed(_ task: GenerationTask, at now: Timestamp) -> String? {
        unconfirmed?.remove(task.id)
        let before = known[task.id]
        if before == nil, known.count >= PlainTranscript.limit { (known, inProgress) = ([:], []) }
        let isTold = isNews(task, after: before, at: now)
        known[task.id] = Known(task: task, toldAt: isTold ? now : before?.toldAt ?? now)
        if task.status.isTerminal && !task.isReleasing {
            inProgress.remove(task.id)
        } else {
            inProgress.insert(task.id)
        }
        return isTold ? PlainLine.summary(of: task) : nil
    }

    private func isNews(_ task: GenerationTask, after before: Known?, at now: Timestamp) -> Bool {
        guard let before else { return true }
        let isSame =
            before.task.status == task.status && before.task.isReleasing == task.isReleasing
            && before.task.isStalled == task.isStalled && before.task.attempt == task.attempt
        guard isSame else { return true }
        return task.seq != before.task.seq && now - before.toldAt >= PlainTranscript.progressInterval
    }

    /// A task in progress that is gone without an end is worth a line.
    private mutating func forget(_ id: String) -> String? {
        let task = known.removeValue(forKey: id)?.task
        guard inProgress.remove(id) != nil, let task, !task.status.isTerminal else { return nil }
        return "\(PlainLine.safe(id))  gone: the server no longer knows it"
    }

    private mutating func forgetUnconfirmed() -> [String] {
        let gone = (unconfirmed ?? []).sorted()
        unconfirmed = nil
        return gone.compactMap { forget($0) }
    }
}

/// The line that breaks a silence.
extension PlainTranscript {
    package var nextDeadline: Timestamp? {
        inProgress.isEmpty ? nil : lastLineAt.map { $0 + PlainTranscript.longestSilence }
    }

    package mutating func timePassed(_ now: Timestamp) -> [String] {
        guard let nextDeadline, nextDeadline <= now else { return [] }
        lastLineAt = now
        return [PlainLine.event(prefix + signOfLife, at: now)]
    }

    /// How many there are, and the one that takes longest.
    private var signOfLife: String {
        let tasks = inProgress.compactMap { known[$0]?.task }
        let counts = [
            (tasks.count { $0.status != .pending && !$0.status.isTerminal }, "running"),
            (tasks.count { $0.status == .pending }, "pending"),
            (tasks.count { $0.isReleasing }, "releasing"),
            (tasks.count { $0.isStalled }, "stalled"),
        ]
        let summary = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        let longest = tasks.min { PlainTranscript.place($0) < PlainTranscript.place($1) }
        let words = [isConnected ? "--" : "-- not connected", summary, longest.map(PlainLine.summary(of:))]
        return words.compactMap(\.self).joined(separator: "  ")
    }

    /// Running tasks before waiting ones, the longest first.
    private static func place(_ task: GenerationTask) -> (Int, Double, String) {
        (task.status == .pending ? 1 : 0, (task.startedAt ?? task.createdAt).seconds, task.id)
    }
}
