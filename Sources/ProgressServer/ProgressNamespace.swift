import JSON
import Networking
import ProgressModel
import Web

/// The Socket.IO namespace `/progress`: the events of PROTOCOL.md section 1, each with its ack or error.
@EventLoop
final class ProgressNamespace: Namespace {
    let actions: TaskActions
    let subscriptions: Subscriptions
    let publisher: Publisher
    let clients: ClientRegister
    private let heldAnswers: HeldAnswers
    private let histories: TaskHistories
    private let lists: TaskLists

    init(
        actions: TaskActions,
        subscriptions: Subscriptions,
        publisher: Publisher,
        clients: ClientRegister,
        heldAnswers: HeldAnswers,
        histories: TaskHistories,
        lists: TaskLists,
    ) {
        self.actions = actions
        self.subscriptions = subscriptions
        self.publisher = publisher
        self.clients = clients
        self.heldAnswers = heldAnswers
        self.histories = histories
        self.lists = lists
    }

    var recoversClients: Bool { true }

    func connected(_ socket: Socket, auth: JSONValue?) {
        greet(socket, isRecovered: false)
        sendPlace(to: socket)
    }

    func greet(_ socket: Socket, isRecovered: Bool) {
        let now = actions.clock()
        clients.add(socket, at: now)
        socket.emit(
            "connected",
            [
                "client_id": .string(socket.id),
                "timestamp": .double(now.seconds),
                "server_version": .string(ServerVersion.current),
                "epoch": .string(actions.manager.epoch),
                "roles": ["viewer", "worker", "operator"],
                "recovered": .bool(isRecovered),
                "task_types": .array((actions.submissions.workers?.taskTypes ?? []).map(JSONValue.string)),
            ],
        )
    }

    func disconnected(_ socket: Socket) {
        clients.remove(socket)
        subscriptions.remove(socket)
        for taskID in actions.workers.remove(socket) where actions.manager.isCancelled(taskID) {
            // What was to be released went with the connection that held it.
            _ = try? actions.confirmReleased(taskID, by: Caller(socket))
        }
    }

    func drained(_ socket: Socket) {
        publisher.drained(socket)
    }

    func received(_ event: IncomingEvent, from socket: Socket) {
        do throws(EventError) {
            switch event.name {
            case "task_history": return try sendHistory(event, to: socket)
            case "list_tasks": return try sendList(event, to: socket)
            default: break
            }
            guard let action = ProgressNamespace.handlers[event.name] else {
                throw EventError(
                    code: "unknown_event",
                    message: "This server knows no event \"\(event.name.prefix(80))\".",
                )
            }
            guard event.attachments.isEmpty else { throw .binary }
            var answer = try action(self)(event.arguments.first ?? .null, socket)
            answer["ok"] = true
            give(answer, to: event, of: socket)
        } catch {
            refuse(event, with: error, to: socket)
        }
    }

    /// Answers, once what the answer tells is kept where that matters.
    ///
    /// Acks held back may be overtaken by those of later events, which carry other ids.
    private func give(_ answer: JSONObject, to event: IncomingEvent, of socket: Socket) {
        guard mustBeKept(answer, to: event.name) else { return reply(answer, to: event, of: socket) }
        let event = event.withoutArguments
        heldAnswers.hold { [self] failure in
            guard let failure else { return reply(answer, to: event, of: socket) }
            refuse(event, with: .notKept(failure, answer), to: socket)
        }
    }

    /// A new task or attempt, a deleted one, and one that has ended.
    private func mustBeKept(_ answer: JSONObject, to event: String) -> Bool {
        if ["create_task", "submit_task", "retry_task", "delete_task"].contains(event) { return true }
        return answer["status"]?.string.flatMap(TaskStatus.init(rawValue:))?.isTerminal ?? false
    }

    private func reply(_ answer: JSONObject, to event: IncomingEvent, of socket: Socket) {
        if event.name == "cancel_task" { socket.emit("cancel_result", .object(answer)) }
        if let ackID = event.ackID { socket.acknowledge(ackID, .object(answer)) }
    }

    /// Answers when the history has been read; without an ack id, with an event of the same name.
    private func sendHistory(_ event: IncomingEvent, to socket: Socket) throws(EventError) {
        let id = try (event.arguments.first ?? .null).taskID()
        publisher.publish()
        histories.find(id) { [self] result in
            switch result {
            case .success(var answer):
                answer["ok"] = true
                if event.ackID == nil { socket.emit(event.name, .object(answer)) }
                reply(answer, to: event, of: socket)
            case .failure(let error): refuse(event, with: error, to: socket)
            }
        }
    }

    /// Answers when the tasks have been found; acks of later events may come before it.
    private func sendList(_ event: IncomingEvent, to socket: Socket) throws(EventError) {
        try lists.find(event.arguments.first ?? .null) { [self] answer in
            var answer = answer
            answer["ok"] = true
            reply(answer, to: event, of: socket)
        }
    }

    private func refuse(_ event: IncomingEvent, with error: EventError, to socket: Socket) {
        if let ackID = event.ackID {
            socket.acknowledge(ackID, .object(error.answer))
        } else {
            socket.emit("error", .object(error.answer))
        }
        if event.name == "cancel_task" { socket.emit("cancel_result", .object(error.answer)) }
    }

    private typealias Handler = @EventLoop (ProgressNamespace) -> (JSONValue, Socket) throws(EventError) -> JSONObject

    private static let handlers: [String: Handler] = [
        "join": join,
        "leave": leave,
        "watch": watch,
        "unwatch": unwatch,
        "ping": ping,
        "cancel_task": cancelTask,
        "create_task": createTask,
        "update_progress": updateProgress,
        "complete_task": completeTask,
        "fail_task": failTask,
        "released": released,
        "delete_task": deleteTask,
        "submit_task": submitTask,
        "retry_task": retryTask,
    ]
}

extension JSONValue {
    /// The task an event or request is about.
    func taskID() throws(EventError) -> String {
        guard let id = self["task_id"]?.string else {
            throw EventError(
                code: "invalid_payload",
                message: "Send an object with the task's id as text in \"task_id\".",
            )
        }
        return id
    }
}
