import JSON
import ProgressClient
import ProgressModel
import Testing

/// A server as far as one task goes: what was asked of it, and answers in turn.
private final class Exchange {
    var state = ReportingState()
    var news: [ReportingState.News] = []

    /// A state with a connection, on which the task was created and the first report taken.
    static func reporting() throws -> Exchange {
        let exchange = Exchange()
        exchange.state.connected()
        exchange.state.report(ProgressReport(status: .started))
        try exchange.answer(.create, ["ok": true, "status": "pending", "seq": 1])
        try exchange.answer(.report(ProgressReport(status: .started)), ["ok": true, "status": "started", "seq": 2])
        return exchange
    }

    /// What is sent now.
    func next() -> ReportingState.Request? { state.nextRequest() }

    func end(_ end: TaskEnd) -> [ReportingState.News] { state.end(end) }

    func wasCancelled() -> [ReportingState.News] { state.wasCancelled(reason: nil) }

    func answer(_ request: ReportingState.Request, _ answer: JSONValue) throws {
        try #require(next() == request)
        news += state.answered(.success(answer))
    }

    func fail(_ request: ReportingState.Request, _ failure: RequestFailure) throws {
        try #require(next() == request)
        news += state.answered(.failure(failure))
    }

    func reconnect(seq: Int64, status: JSONValue = "started") throws {
        state.disconnected()
        state.connected()
        try answer(.create, ["ok": true, "status": status, "seq": .integer(seq)])
    }
}

extension RequestFailure {
    fileprivate static func refused(_ code: String) -> RequestFailure {
        .refused(code: code, message: "no", answer: .null)
    }
}

@Suite struct ReportingStateTests {
    @Test func `nothing is sent without a connection, and then the newest state once`() throws {
        let exchange = Exchange()
        for percent in [10.0, 20, 30] {
            exchange.state.report(ProgressReport(progress: percent, message: "\(percent)"))
        }
        exchange.state.report(ProgressReport(details: ["step": 3]))
        #expect(exchange.next() == nil)
        exchange.state.connected()
        try exchange.answer(.create, ["ok": true, "status": "pending", "seq": 1])
        #expect(
            exchange.next()
                == .report(ProgressReport(progress: 30, message: "30.0", details: ["step": 3]))
        )
        #expect(exchange.next() == nil)
    }

    @Test func `a server that has lost the task is told its newest state again`() throws {
        let exchange = try Exchange.reporting()
        exchange.state.report(ProgressReport(progress: 40, message: "drawing"))
        try exchange.answer(.report(ProgressReport(progress: 40, message: "drawing")), ["ok": true, "seq": 3])
        try exchange.reconnect(seq: 1, status: "pending")
        #expect(
            exchange.next()
                == .report(ProgressReport(progress: 40, status: .started, message: "drawing"))
        )
    }

    @Test func `a server that still has the task is told nothing it knows`() throws {
        let exchange = try Exchange.reporting()
        // Another worker has reported on the task meanwhile, which must not be taken back.
        try exchange.reconnect(seq: 9, status: "generating_image")
        #expect(exchange.next() == nil)
    }

    @Test func `a report that got no answer is sent again, with what is newer in its place`() throws {
        let exchange = try Exchange.reporting()
        exchange.state.report(ProgressReport(progress: 40, message: "drawing"))
        try exchange.fail(.report(ProgressReport(progress: 40, message: "drawing")), .connectionLost)
        exchange.state.report(ProgressReport(progress: 50))
        #expect(exchange.next() == nil)
        try exchange.reconnect(seq: 2)
        #expect(exchange.next() == .report(ProgressReport(progress: 50, message: "drawing")))
    }

    @Test func `a server that was killed before it wrote the newest state is told it again`() throws {
        let exchange = try Exchange.reporting()
        exchange.state.report(ProgressReport(progress: 40, message: "drawing"))
        try exchange.answer(.report(ProgressReport(progress: 40, message: "drawing")), ["ok": true, "seq": 3])
        try exchange.reconnect(seq: 1_000_002)
        #expect(exchange.next() == .report(ProgressReport(progress: 40, status: .started, message: "drawing")))
    }

    @Test func `a cancellation overtakes reports, and is told again to a server that has lost it`() throws {
        let exchange = try Exchange.reporting()
        exchange.state.report(ProgressReport(progress: 40))
        exchange.state.cancel(reason: "interrupted")
        exchange.state.report(ProgressReport(progress: 50))
        try exchange.answer(.cancel(reason: "interrupted"), ["ok": true])
        #expect(exchange.next() == nil)
        try exchange.reconnect(seq: 1, status: "pending")
        #expect(exchange.next() == .cancel(reason: "interrupted"))
    }

    @Test func `a cancellation by somebody else is told, however it becomes known`() throws {
        let byEvent = try Exchange.reporting()
        #expect(byEvent.wasCancelled() == [.cancelled])

        let byReport = try Exchange.reporting()
        byReport.state.report(ProgressReport(progress: 40))
        try byReport.answer(.report(ProgressReport(progress: 40)), ["ok": true, "cancelled": true])
        #expect(byReport.news == [.cancelled])

        let byReconnect = try Exchange.reporting()
        try byReconnect.reconnect(seq: 5, status: "cancelled")
        #expect(byReconnect.news == [.cancelled])
        #expect(byReconnect.next() == nil)
    }

    @Test func `the last word comes after the last report, once, and is finished with its answer`() throws {
        let exchange = try Exchange.reporting()
        exchange.state.report(ProgressReport(progress: 90))
        #expect(exchange.end(.completed(result: ["a": 1])) == [])
        #expect(exchange.end(.failed(error: "late")) == [])
        try exchange.answer(.report(ProgressReport(progress: 90)), ["ok": true, "seq": 3])
        try exchange.fail(.end(.completed(result: ["a": 1])), .timeout)
        try exchange.answer(.end(.completed(result: ["a": 1])), ["ok": true])
        #expect(exchange.news == [.finished])
    }

    @Test func `a refused result is told, and the task completes without it`() throws {
        let exchange = try Exchange.reporting()
        _ = exchange.end(.completed(result: "huge"))
        try exchange.fail(.end(.completed(result: "huge")), .refused("invalid_result"))
        #expect(exchange.news == [.refused("the server does not take the task's end: no")])
        let rest = TaskEnd.bare(.completed, message: "Completed; the server did not take its result: no")
        try exchange.answer(.end(rest), ["ok": true])
        #expect(exchange.news.last == .finished)
    }

    @Test func `a refused end of a task that had ended is final`() throws {
        let exchange = try Exchange.reporting()
        _ = exchange.end(.completed(result: [:]))
        try exchange.fail(.end(.completed(result: [:])), .refused("not_in_progress"))
        #expect(exchange.news == [.refused("the server does not take the task's end: no"), .finished])
    }

    @Test func `a refused task is told, and nothing waits for its end`() throws {
        let exchange = Exchange()
        exchange.state.connected()
        try exchange.fail(.create, .refused("invalid_task_type"))
        #expect(exchange.news == [.refused("the server does not take the task: no")])
        exchange.state.report(ProgressReport(progress: 4))
        #expect(exchange.next() == nil)
        #expect(exchange.end(.released) == [.finished])
    }

    @Test func `a refused task is offered again to the server that is there next`() throws {
        let exchange = Exchange()
        exchange.state.connected()
        try exchange.fail(.create, .refused("too_many_tasks"))
        exchange.state.disconnected()
        exchange.state.connected()
        #expect(exchange.next() == .create)
    }

    @Test func `a refused report is told and not sent again, not even to a server that has lost the task`() throws {
        let exchange = try Exchange.reporting()
        exchange.state.report(ProgressReport(message: "too long"))
        try exchange.fail(.report(ProgressReport(message: "too long")), .refused("invalid_message"))
        #expect(exchange.news == [.refused("the server does not take a report: no")])
        try exchange.reconnect(seq: 1, status: "pending")
        #expect(exchange.next() == .report(ProgressReport(status: .started)))
    }

    @Test func `a creation that got no answer in time is tried again`() throws {
        let exchange = Exchange()
        exchange.state.connected()
        try exchange.fail(.create, .timeout)
        #expect(exchange.next() == .create)
    }
}
