import JSON
import Networking
import ProgressModel
import Web

/// What workers and operators send: creating, reporting, ending.
extension ProgressNamespace {
    func createTask(_ payload: JSONValue, from socket: Socket) throws(EventError) -> JSONObject {
        standing(of: try actions.create(payload, by: Caller(socket)))
    }

    func submitTask(_ payload: JSONValue, from socket: Socket) throws(EventError) -> JSONObject {
        standing(of: try actions.submit(payload, by: Caller(socket)))
    }

    func retryTask(_ payload: JSONValue, from socket: Socket) throws(EventError) -> JSONObject {
        standing(of: try actions.retry(try payload.taskID(), payload, by: Caller(socket)))
    }

    private func standing(of task: GenerationTask) -> JSONObject {
        [
            "task_id": .string(task.id),
            "status": .string(task.status.rawValue),
            "seq": .integer(Int64(task.seq)),
            "attempt": .integer(Int64(task.attempt)),
        ]
    }

    func updateProgress(_ payload: JSONValue, from socket: Socket) throws(EventError) -> JSONObject {
        let task = try actions.report(try payload.taskID(), payload, by: Caller(socket)).task
        return [
            "cancelled": .bool(task.status == .cancelled),
            "status": .string(task.status.rawValue),
            "seq": .integer(Int64(task.seq)),
        ]
    }

    func completeTask(_ payload: JSONValue, from socket: Socket) throws(EventError) -> JSONObject {
        let task = try actions.complete(try payload.taskID(), payload, by: Caller(socket))
        return ["status": .string(task.status.rawValue)]
    }

    func failTask(_ payload: JSONValue, from socket: Socket) throws(EventError) -> JSONObject {
        let task = try actions.fail(try payload.taskID(), payload, by: Caller(socket))
        return ["status": .string(task.status.rawValue)]
    }

    func released(_ payload: JSONValue, from socket: Socket) throws(EventError) -> JSONObject {
        let task = try actions.confirmReleased(try payload.taskID(), by: Caller(socket))
        return ["status": .string(task.status.rawValue)]
    }

    func cancelTask(_ payload: JSONValue, from socket: Socket) throws(EventError) -> JSONObject {
        let task = try actions.cancel(try payload.taskID(), payload, by: Caller(socket))
        return ["task_id": .string(task.id), "cancelled": true, "status": .string(task.status.rawValue)]
    }

    func deleteTask(_ payload: JSONValue, from socket: Socket) throws(EventError) -> JSONObject {
        let id = try payload.taskID()
        try actions.delete(id, by: Caller(socket))
        return ["task_id": .string(id)]
    }
}
