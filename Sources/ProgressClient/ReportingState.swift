package import JSON
package import ProgressModel

/// What a worker still owes the server about one task, over every disconnect: a value without a connection or a clock.
///
/// The task is created anew with each connection, under the same id, so that a server that has forgotten it learns of it again,
/// and of the newest state with it. One request is under way at a time; what comes meanwhile is merged into the next.
package struct ReportingState: Sendable {
    package enum Request: Sendable, Equatable {
        case create
        case cancel(reason: String)
        case report(ProgressReport)
        case end(TaskEnd)
    }

    package enum News: Sendable, Equatable {
        /// Somebody has cancelled the task: end the work. May be told more than once.
        case cancelled
        /// The server did not take something; a sentence for people.
        case refused(String)
        /// The last word has arrived, or never will.
        case finished
    }

    /// The task is on the server of this connection.
    package private(set) var isCreated = false
    private var isConnected = false
    /// The server of this connection does not take the task.
    private var isRefused = false
    private var underWay: Request?
    /// All that the server has taken, merged into one report.
    private var accepted = ProgressReport()
    private var unsent: ProgressReport?
    private var unsentCancellation: String?
    /// Why the task was cancelled, by whomever; nil while it was not.
    private var cancellation: String?
    private var ending: TaskEnd?
    /// The task's `seq` as the server last told it; a lower one later, or one after the gap that a killed server leaves,
    /// says that the server has lost something.
    private var lastSeq: Int64 = 0

    package init() {}

    package mutating func connected() {
        isConnected = true
        isRefused = false
    }

    package mutating func disconnected() {
        isConnected = false
        isCreated = false
    }

    package mutating func report(_ report: ProgressReport) {
        guard cancellation == nil else { return }
        unsent = unsent?.merged(with: report) ?? report
    }

    /// Cancels the task on the worker's own behalf, so that every watcher sees it.
    package mutating func cancel(reason: String) {
        guard cancellation == nil else { return }
        cancellation = reason
        unsentCancellation = reason
        unsent = nil
    }

    /// The server says that the task was cancelled.
    package mutating func wasCancelled(reason: String?) -> [News] {
        cancellation = cancellation ?? reason ?? "Cancelled"
        unsent = nil
        return [.cancelled]
    }

    /// The work is over.
    ///
    /// The first end counts; what is said after it is ignored.
    package mutating func end(_ end: TaskEnd) -> [News] {
        guard ending == nil else { return [] }
        ending = end
        return isRefused ? [.finished] : []
    }

    /// What to send now; nil while an answer is waited for, or while there is no connection or nothing to say.
    package mutating func nextRequest() -> Request? {
        guard isConnected, !isRefused, underWay == nil else { return nil }
        if !isCreated {
            underWay = .create
        } else if let unsentCancellation {
            underWay = .cancel(reason: unsentCancellation)
        } else if let report = unsent {
            underWay = .report(report)
            unsent = nil
        } else if let ending {
            underWay = .end(ending)
        }
        return underWay
    }

    /// The answer to what `nextRequest` gave.
    package mutating func answered(_ result: Result<JSONValue, RequestFailure>) -> [News] {
        guard let request = underWay else { return [] }
        underWay = nil
        switch result {
        case .success(let answer): return accepted(request, answer)
        case .failure(.refused(let code, let message, _)): return refused(request, code: code, message)
        case .failure(let failure):
            if failure != .timeout { isConnected = false }
            if case .report(let report) = request, cancellation == nil {
                unsent = unsent.map(report.merged(with:)) ?? report
            }
            return []
        }
    }

    private mutating func accepted(_ request: Request, _ answer: JSONValue) -> [News] {
        defer { lastSeq = max(0, answer["seq"]?.integer ?? lastSeq) }
        switch request {
        case .create: return created(answer)
        case .cancel: unsentCancellation = nil
        case .report(let report):
            accepted = accepted.merged(with: report)
            if answer["cancelled"]?.bool == true { return wasCancelled(reason: nil) }
        case .end: return [.finished]
        }
        return []
    }

    private mutating func created(_ answer: JSONValue) -> [News] {
        isCreated = true
        if answer["status"]?.string == TaskStatus.cancelled.rawValue {
            unsentCancellation = nil
            return wasCancelled(reason: nil)
        }
        if let cancellation {
            unsentCancellation = cancellation
        } else if lastSeq > 0, hasLostSomething(answer["seq"]?.integer ?? 0) {
            unsent = unsent.map(accepted.merged(with:)) ?? accepted
        }
        return []
    }

    /// After a kill the server counts on from its last written state, a gap further.
    private func hasLostSomething(_ seq: Int64) -> Bool {
        seq < lastSeq || seq - lastSeq >= SavedState.seqGap / 2
    }

    private mutating func refused(_ request: Request, code: String, _ message: String) -> [News] {
        switch request {
        case .create:
            isRefused = true
            return [.refused("the server does not take the task: \(message)")] + (ending == nil ? [] : [.finished])
        case .cancel:
            unsentCancellation = nil
            return code == "not_in_progress" ? [] : [.refused("the server does not cancel the task: \(message)")]
        case .report: return [.refused("the server does not take a report: \(message)")]
        case .end(let end):
            let news = News.refused("the server does not take the task's end: \(message)")
            // What could not be kept is in force all the same.
            guard code != "not_in_progress", code != "storage_unavailable",
                let fallback = end.fallback(becauseOf: message)
            else {
                return [news, .finished]
            }
            ending = fallback
            return [news]
        }
    }
}
