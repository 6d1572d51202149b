import HTTP
import JSON
import Networking
import ProgressModel
import Web

/// The HTTP side of the server (PROTOCOL.md section 2): a table of routes over the same actions that Socket.IO uses.
@EventLoop
final class RESTAPI {
    let actions: TaskActions
    let publisher: Publisher
    let clients: ClientRegister
    let subscriptions: Subscriptions
    private let cancellations: CancellationWaits
    private let histories: TaskHistories
    private let lists: TaskLists
    private var idempotencyKeys: IdempotencyKeys
    private let heldAnswers: HeldAnswers
    private let startedAt: Timestamp
    /// The server takes nothing new and is about to stop.
    var isDraining = false

    init(
        actions: TaskActions,
        subscriptions: Subscriptions,
        publisher: Publisher,
        clients: ClientRegister,
        cancellations: CancellationWaits,
        heldAnswers: HeldAnswers,
        histories: TaskHistories,
        lists: TaskLists,
        idempotencyKeys: IdempotencyKeys,
    ) {
        self.actions = actions
        self.subscriptions = subscriptions
        self.publisher = publisher
        self.clients = clients
        self.cancellations = cancellations
        self.heldAnswers = heldAnswers
        self.histories = histories
        self.lists = lists
        self.idempotencyKeys = idempotencyKeys
        startedAt = actions.clock()
    }

    func handle(_ exchange: Exchange) {
        do throws(HTTPFailure) {
            switch try answer(exchange.request, from: exchange) {
            case .now(let response): exchange.respond(response)
            case .kept(let response):
                heldAnswers.hold { failure in
                    exchange.respond(failure.map { HTTPFailure(.notKept($0, [:])).response } ?? response)
                }
            case .later: break
            }
        } catch {
            exchange.respond(error.response)
        }
    }

    private enum Answer {
        case now(Response)
        /// To be given when all that has changed so far is kept.
        case kept(Response)
        /// Whoever holds the exchange answers it.
        case later
    }

    private func answer(_ request: Request, from exchange: Exchange) throws(HTTPFailure) -> Answer {
        let path = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        let method = request.method == .head ? .get : request.method
        switch (path.first, path.count) {
        case ("", 1): return try only(.get, method) { WebPage.response }
        case ("healthz", 1): return try only(.get, method) { .text("ok\n") }
        case ("readyz", 1): return try only(.get, method, readiness)
        case ("metrics", 1): return try only(.get, method) { .text(metrics()) }
        case ("api", 2) where path[1] == "clients":
            return try only(.get, method) { .json(["clients": clients.json(rooms: subscriptions)]) }
        case ("api", 2) where path[1] == "tasks": return try tasks(request, method, exchange)
        case ("api", 3) where path[1] == "tasks": return try task(path[2], request, method, exchange)
        case ("api", 4) where path[1] == "tasks" && path[3] == "history":
            guard method == .get else { throw .methodNotAllowed([.get]) }
            sendHistory(of: path[2], to: exchange)
            return .later
        case ("api", 4) where path[1] == "tasks" && path[3] == "cancellation":
            guard method == .get else { throw .methodNotAllowed([.get]) }
            let seconds = try request.cancellationWait()
            try cancellations.hold(exchange, of: path[2], for: isDraining ? 0 : seconds)
            return .later
        case ("api", 4) where path[1] == "tasks":
            return try taskAction(path[2], path[3], request, method, exchange)
        default:
            throw HTTPFailure(
                status: 404,
                EventError(code: "not_found", message: "There is nothing at \(request.path)."),
            )
        }
    }

    private func only(_ allowed: Method, _ method: Method, _ answer: () -> Response) throws(HTTPFailure) -> Answer {
        guard method == allowed else { throw .methodNotAllowed([allowed]) }
        return .now(answer())
    }

    private func readiness() -> Response {
        if isDraining {
            return HTTPFailure(EventError(code: "draining", message: "The server is about to stop.")).response
        }
        if let failure = heldAnswers.failure { return HTTPFailure(.notBegun(failure)).response }
        return .text("ready\n")
    }

    private func sendHistory(of id: String, to exchange: Exchange) {
        publisher.publish()
        histories.find(id) { result in
            switch result {
            case .success(let answer): exchange.respond(.json(.object(answer)))
            case .failure(let error): exchange.respond(HTTPFailure(error).response)
            }
        }
    }

    private func tasks(_ request: Request, _ method: Method, _ exchange: Exchange) throws(HTTPFailure) -> Answer {
        switch method {
        case .get:
            try http { () throws(EventError) in
                try lists.find(request.listPayload) { exchange.respond(.json(.object($0))) }
            }
            return .later
        case .post: return .kept(try create(request, by: Caller(exchange)))
        default: throw .methodNotAllowed([.get, .post])
        }
    }

    private func create(_ request: Request, by caller: Caller) throws(HTTPFailure) -> Response {
        let payload = try request.jsonObject()
        let key = try request.idempotencyKey()
        if let key, let earlier = idempotencyKeys.entry(of: key, at: actions.clock()) {
            guard earlier.bodyHash == StableHash.of(request.body) else { throw .keyReused }
            do throws(EventError) {
                return .json(try actions.task(earlier.taskID).json, status: 201)
            } catch {
                // One that was removed is said to be gone, and not made again.
                if error.code == "task_removed" { throw HTTPFailure(error) }
            }
        }
        let isForOwnWorkers = payload["input"]?.isNull == false
        let task = try http { () throws(EventError) in
            try isForOwnWorkers ? actions.submit(payload, by: caller) : actions.create(payload, by: caller)
        }
        if let key {
            let now = actions.clock()
            actions.manager.note(idempotencyKeys.remember(key, body: request.body, taskID: task.id, at: now))
        }
        return .json(task.json, status: 201)
    }

    private func task(
        _ id: String,
        _ request: Request,
        _ method: Method,
        _ exchange: Exchange,
    ) throws(HTTPFailure) -> Answer {
        let caller = Caller(exchange)
        switch method {
        case .get:
            return .now(.json(try http { () throws(EventError) in try actions.task(id) }.json))
        case .patch:
            let payload = try request.jsonObject()
            let outcome = try http { () throws(EventError) in try actions.report(id, payload, by: caller) }
            let task = outcome.task
            // A late report changes nothing, and its worker should learn that at once, whatever ails the journal.
            let endsTask =
                task.status.isTerminal && (outcome.isApplied || payload["status"]?.string == task.status.rawValue)
            return endsTask ? .kept(answer(about: task)) : .now(answer(about: task))
        case .delete:
            try http { () throws(EventError) in try actions.delete(id, by: caller) }
            return .kept(Response(status: 204))
        default:
            throw .methodNotAllowed([.get, .patch, .delete])
        }
    }

    private func taskAction(
        _ id: String,
        _ action: String,
        _ request: Request,
        _ method: Method,
        _ exchange: Exchange,
    ) throws(HTTPFailure) -> Answer {
        guard ["complete", "fail", "cancel", "released", "retry"].contains(action) else {
            throw HTTPFailure(
                status: 404,
                EventError(code: "not_found", message: "A task has no action \"\(action)\"."),
            )
        }
        guard method == .post else { throw .methodNotAllowed([.post]) }
        let payload = try request.body.isEmpty ? .object([:]) : request.jsonObject()
        let caller = Caller(exchange)
        let task = try http { () throws(EventError) in
            switch action {
            case "complete": try actions.complete(id, payload, by: caller)
            case "fail": try actions.fail(id, payload, by: caller)
            case "released": try actions.confirmReleased(id, by: caller)
            case "retry": try actions.retry(id, payload, by: caller)
            default: try actions.cancel(id, payload, by: caller)
            }
        }
        return .kept(answer(about: task))
    }

    private func answer(about task: GenerationTask) -> Response {
        .json(["task": task.json, "cancelled": .bool(task.status == .cancelled)])
    }

    private func http<Result>(_ action: () throws(EventError) -> Result) throws(HTTPFailure) -> Result {
        do throws(EventError) {
            return try action()
        } catch {
            throw HTTPFailure(error)
        }
    }

    private func metrics() -> String {
        Metrics(
            counts: actions.manager.countsByStatus,
            clients: clients.count,
            heldRequests: cancellations.count,
            published: publisher.publishedCount,
            delivered: publisher.deliveredCount,
            conflated: publisher.conflatedCount,
            uptime: actions.clock() - startedAt,
        ).text
    }
}
