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
        var answer: JSONObject = [
            "epoch": .string(actions.manager.epoch),
            "recovered": .string(recovery.rawValue),
        ]
        answer["count"] = count.map { .integer(Int64($0)) }
        answer["filter"] = payload["filter"]
        return answer
    }

    /// Begins to send everything that a `watch` asks for.
    ///
    /// The answer is how many tasks that is now, where no filter must look at each, and what the client had of them.
    func startWatch(_ payload: JSONValue, _ socket: Socket) throws(EventError) -> (count: Int?, Recovery) {
        let selection = try payload.selection()
        publisher.publishEverything()
        guard selection.filter == nil else { return (nil, try startFilteredWatch(selection, payload, socket)) }
        let tasks = actions.manager.seqs(statuses: selection.statuses, types: selection.types)
        let recovery = try recovery(of: tasks, asked: payload)
        let subscriber = subscriptions.watch(socket, selection, clock: actions.clock)
        subscriber.snapshot = nil
        if recovery != .current {
            begin(SnapshotSender(tasks.map(\.id), of: actions.manager, to: socket), to: subscriber)
        }
        return (tasks.count, recovery)
    }

    /// Of what a filter lets through a client may have missed what passes by the clock alone, so it is always sent all.
    private func startFilteredWatch(
        _ selection: TaskSelection,
        _ payload: JSONValue,
        _ socket: Socket,
    ) throws(EventError) -> Recovery {
        let recovery = try payload.optionalText("epoch") == nil ? Recovery.none : .snapshot
        var unfiltered = selection
        unfiltered.filter = nil
        let search = try actions.search(unfiltered)
        let subscriber = subscriptions.watch(socket, selection, clock: actions.clock)
        if let filter = subscriber.filteredWatch {
            begin(SnapshotSender(search, through: filter, of: actions.manager, to: socket), to: subscriber)
        }
        return recovery
    }

    private func begin(_ snapshot: SnapshotSender, to subscriber: Subscriber) {
        subscriber.snapshot = snapshot.send() ? nil : snapshot
        if subscriber.snapshot != nil { subscriber.socket.notifyWhenDrained() }
    }

    private func recovery(
        of tasks: [(id: String, seq: Int)],
        asked payload: JSONValue,
    ) throws(EventError) -> Recovery {
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
}

extension JSONValue {
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
}
