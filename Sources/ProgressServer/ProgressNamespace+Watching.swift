import JSON
import ProgressModel
import Web

/// What viewers send: following one task or all of them, and the heartbeat.
extension ProgressNamespace {
    func join(_ payload: JSONValue, from socket: Socket) throws(EventError) -> JSONObject {
        let id = try payload.taskID()
        let task = try enter(id, socket)
        sendPlace(to: socket)
        return ["task": task.json, "recovered": .string(recovery(of: task, asked: payload).rawValue)]
    }

    /// Puts a client into a task's room and sends it the task as it is now.
    func enter(_ id: String, _ socket: Socket) throws(EventError) -> GenerationTask {
        // What is still on its way goes out first, so that the joiner gets it once, in the state below.
        publisher.publishEverything(of: id)
        let task = try actions.task(id)
        guard subscriptions.join(socket, taskID: id) else {
            throw EventError(
                code: "too_many_rooms",
                message: "A connection may follow \(Subscriptions.roomsPerConnection) tasks; leave some, or use watch.",
            )
        }
        socket.emit("progress", task.json)
        return task
    }

    enum Recovery: String {
        /// Nothing was missed.
        case current
        /// Something was; the state just sent makes up for it.
        case snapshot
        /// The client did not say where it had been.
        case none
    }

    private func recovery(of task: GenerationTask, asked payload: JSONValue) -> Recovery {
        guard let seq = payload["last_seq"]?.integer else { return .none }
        let isSameLife = payload["epoch"]?.string == actions.manager.epoch
        return isSameLife && seq == task.seq ? .current : .snapshot
    }

    func leave(_ payload: JSONValue, from socket: Socket) throws(EventError) -> JSONObject {
        subscriptions.leave(socket, taskID: try payload.taskID())
        sendPlace(to: socket)
        return [:]
    }

    /// A client that comes back tells the epoch and the digest of all it knows; where that is all there is, it is sent nothing.
    func watch(_ payload: JSONValue, from socket: Socket) throws(EventError) -> JSONObject {
        let (count, recovery) = try startWatch(payload, socket)
        sendPlace(to: socket)
        return [
            "epoch": .string(actions.manager.epoch),
            "count": .integer(Int64(count)),
            "recovered": .string(recovery.rawValue),
        ]
    }

    /// Begins to send everything that a `watch` asks for; the answer is how many tasks that is now, and what the client had of them.
    func startWatch(_ payload: JSONValue, _ socket: Socket) throws(EventError) -> (count: Int, Recovery) {
        let filter = try payload.filter()
        publisher.publishEverything()
        let tasks = try actions.tasks(filter).tasks
        let subscriber = subscriptions.watch(socket, filter)
        let recovery = try recovery(of: tasks, asked: payload)
        guard recovery != .current else {
            subscriber.snapshot = nil
            return (tasks.count, recovery)
        }
        let sender = SnapshotSender(tasks, of: actions.manager, to: socket)
        subscriber.snapshot = sender.send() ? nil : sender
        if subscriber.snapshot != nil { socket.notifyWhenDrained() }
        return (tasks.count, recovery)
    }

    private func recovery(of tasks: [GenerationTask], asked payload: JSONValue) throws(EventError) -> Recovery {
        guard let epoch = try payload.optionalText("epoch") else { return .none }
        guard epoch == actions.manager.epoch, let known = try payload.optionalText("digest") else { return .snapshot }
        var digest = StateDigest()
        for task in tasks { digest.add(task.id, seq: task.seq) }
        return known == digest.text ? .current : .snapshot
    }

    func unwatch(_ payload: JSONValue, from socket: Socket) throws(EventError) -> JSONObject {
        subscriptions.unwatch(socket)
        sendPlace(to: socket)
        return [:]
    }

    func ping(_ payload: JSONValue, from socket: Socket) throws(EventError) -> JSONObject {
        let timestamp = JSONValue.double(actions.clock().seconds)
        socket.emit("pong", ["timestamp": timestamp])
        return ["timestamp": timestamp]
    }

    func listTasks(_ payload: JSONValue, from socket: Socket) throws(EventError) -> JSONObject {
        let filter = try payload.filter()
        return try actions.page(filter, limit: try payload.limit(), after: try payload.optionalText("after"))
    }
}

extension JSONValue {
    /// Tasks listed at most in one answer; more are had with `after`.
    static let largestPage = 1000

    /// The `types` and `statuses` of a list or a watch; a field that is missing or null wants all.
    func filter() throws(EventError) -> Subscriptions.Filter {
        var filter = Subscriptions.Filter()
        if let names = try texts("statuses") {
            var statuses: Set<TaskStatus> = []
            for name in names {
                guard let status = TaskStatus(rawValue: name) else { throw .unknownStatus(name) }
                statuses.insert(status)
            }
            filter.statuses = statuses
        }
        filter.types = try texts("types").map(Set.init)
        return filter
    }

    func limit() throws(EventError) -> Int {
        guard let value = self["limit"], !value.isNull else { return JSONValue.largestPage }
        guard let limit = value.integer, limit > 0 else {
            throw EventError(
                code: "invalid_limit",
                message: "\"limit\" is a whole number from 1 to \(JSONValue.largestPage).",
            )
        }
        return Int(min(limit, Int64(JSONValue.largestPage)))
    }

    /// True or false; left out or null is false.
    func flag(_ name: String) throws(EventError) -> Bool {
        guard let value = self[name], !value.isNull else { return false }
        guard let flag = value.bool else {
            throw EventError(code: "invalid_\(name)", message: "\"\(name)\" is true or false.")
        }
        return flag
    }

    /// A text that may be left out or null.
    func optionalText(_ name: String) throws(EventError) -> String? {
        guard let value = self[name], !value.isNull else { return nil }
        guard let text = value.string else {
            throw EventError(code: "invalid_\(name)", message: "\"\(name)\" is a text.")
        }
        return text
    }

    private func texts(_ name: String) throws(EventError) -> [String]? {
        guard let value = self[name], !value.isNull else { return nil }
        guard let texts = value.array?.map(\.string), !texts.contains(nil) else {
            throw EventError(code: "invalid_\(name)", message: "\"\(name)\" is a list of texts.")
        }
        return texts.compactMap { $0 }
    }
}

extension EventError {
    static func unknownStatus(_ name: String) -> EventError {
        let known = TaskStatus.allCases.map(\.rawValue).joined(separator: ", ")
        return EventError(code: "invalid_status", message: "\"\(name.prefix(80))\" is no status; there are: \(known).")
    }
}
