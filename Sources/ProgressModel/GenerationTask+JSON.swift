package import JSON

/// The `progress` event of the wire: the six fields old browsers read, then ours; the last five only where there is something to say.
extension GenerationTask {
    package var json: JSONValue {
        var members: JSONObject = [
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
        members["lease_seconds"] = leaseSeconds.map(JSONValue.double)
        members["silent_since"] = silentSince.map { .double($0.seconds) }
        members["cancelled_by"] = cancellation.map { .string($0.by.name) }
        members["cancelled_from"] = cancellation?.by.address.map(JSONValue.string)
        members["cancel_reason"] = cancellation?.reason.map(JSONValue.string)
        return .object(members)
    }

    /// Reads what `json` wrote, whatever version of the server wrote it: only the id and the status must be there.
    ///
    /// The server is not trusted: numbers outside of their range are brought into it, so that arithmetic with them is safe.
    package init?(json: JSONValue) {
        guard let id = json["task_id"]?.string,
            let status = json["status"]?.string.flatMap(TaskStatus.init(rawValue:))
        else { return nil }
        let updatedAt = Timestamp(clamping: json["timestamp"]?.number ?? 0)
        self.init(
            id: id,
            type: json["task_type"]?.string ?? "",
            title: json["title"]?.string ?? "",
            createdAt: json["created_at"]?.number.map(Timestamp.init(clamping:)) ?? updatedAt,
        )
        self.status = status
        self.updatedAt = updatedAt
        let percent = json["progress"]?.number ?? 0
        progress = percent.isFinite ? min(max(percent, 0), 100) : 0
        message = json["message"]?.string ?? ""
        details = json["details"]?.object ?? JSONObject()
        startedAt = json["started_at"]?.number.map(Timestamp.init(clamping:))
        finishedAt = json["finished_at"]?.number.map(Timestamp.init(clamping:))
        seq = GenerationTask.count(json["seq"])
        attempt = GenerationTask.count(json["attempt"])
        leaseSeconds = json["lease_seconds"]?.number.map { Timestamp(clamping: $0).seconds }
        etaSeconds = json["eta_seconds"]?.number.map { Timestamp(clamping: $0).seconds }
        isStalled = json["stalled"]?.bool ?? false
        isReleasing = json["releasing"]?.bool ?? false
        silentSince = json["silent_since"]?.number.map(Timestamp.init(clamping:))
        cancellation = json["cancelled_by"]?.string.map { name in
            Cancellation(
                by: Originator(name: name, address: json["cancelled_from"]?.string),
                reason: json["cancel_reason"]?.string,
                at: finishedAt ?? updatedAt,
            )
        }
    }
}

extension GenerationTask {
    /// A whole number from 1 to 2^53, up to where JavaScript's numbers are exact; 1 when it is missing.
    private static func count(_ value: JSONValue?) -> Int {
        Int(min(max(value?.integer ?? 1, 1), 1 << 53))
    }
}

extension JSONValue {
    /// A number, or null when there is none.
    fileprivate init(_ number: Double?) {
        self = number.map(JSONValue.double) ?? .null
    }
}
