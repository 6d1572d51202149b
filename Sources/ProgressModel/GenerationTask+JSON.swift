package import JSON

/// The `progress` event of the wire: the six fields old browsers read, then ours.
extension GenerationTask {
    package var json: JSONValue {
        [
            "task_id": .string(id),
            "status": .string(status.rawValue),
            "progress": .double(progress),
            "message": .string(message),
            "details": .object(details),
            "timestamp": .double(updatedAt.seconds),
            "task_type": .string(type),
            "title": .string(title),
            "seq": .integer(Int64(seq)),
            "attempt": .integer(Int64(attempt)),
            "created_at": .double(createdAt.seconds),
            "started_at": JSONValue(startedAt?.seconds),
            "finished_at": JSONValue(finishedAt?.seconds),
            "eta_seconds": JSONValue(etaSeconds),
            "stalled": .bool(isStalled),
            "releasing": .bool(isReleasing),
        ]
    }

    /// Reads what `json` wrote, whatever version of the server wrote it: only the id and the status must be there.
    package init?(json: JSONValue) {
        guard let id = json["task_id"]?.string,
            let status = json["status"]?.string.flatMap(TaskStatus.init(rawValue:))
        else { return nil }
        let updatedAt = Timestamp(seconds: json["timestamp"]?.number ?? 0)
        self.init(
            id: id,
            type: json["task_type"]?.string ?? "",
            title: json["title"]?.string ?? "",
            createdAt: json["created_at"]?.number.map(Timestamp.init) ?? updatedAt
        )
        self.status = status
        self.updatedAt = updatedAt
        progress = json["progress"]?.number ?? 0
        message = json["message"]?.string ?? ""
        details = json["details"]?.object ?? JSONObject()
        startedAt = json["started_at"]?.number.map(Timestamp.init)
        finishedAt = json["finished_at"]?.number.map(Timestamp.init)
        seq = json["seq"]?.integer.flatMap(Int.init(exactly:)) ?? 1
        attempt = json["attempt"]?.integer.flatMap(Int.init(exactly:)) ?? 1
        etaSeconds = json["eta_seconds"]?.number
        isStalled = json["stalled"]?.bool ?? false
        isReleasing = json["releasing"]?.bool ?? false
    }
}

extension JSONValue {
    /// A number, or null when there is none.
    fileprivate init(_ number: Double?) {
        self = number.map(JSONValue.double) ?? .null
    }
}
