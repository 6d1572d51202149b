package import JSON

/// The `progress` event of the wire: the six fields old browsers read, then ours; the last five only where there is something to say.
extension GenerationTask {
    package var json: JSONValue {
        var members = JSONObject()
        forEachMember { members.append($0.description, $1) }
        return .object(members)
    }

    /// Appends what `json` is, serialized, without building it: this is done for every event.
    package func writeJSON(to bytes: inout [UInt8]) {
        var separator = UInt8(ascii: "{")
        forEachMember { name, value in
            bytes.append(separator)
            separator = UInt8(ascii: ",")
            JSONValue.write(member: name, value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private func forEachMember(_ body: (StaticString, JSONValue) -> Void) {
        body("task_id", .string(id))
        body("status", .string(status.rawValue))
        body("progress", .double(progress))
        body("message", .string(message))
        body("details", .object(details))
        body("timestamp", .double(updatedAt.seconds))
        body("task_type", .string(type))
        body("title", .string(title))
        body("seq", .integer(Int64(seq)))
        body("attempt", .integer(Int64(attempt)))
        body("created_at", .double(createdAt.seconds))
        body("started_at", JSONValue(startedAt?.seconds))
        body("finished_at", JSONValue(finishedAt?.seconds))
        body("eta_seconds", JSONValue(etaSeconds.map { ($0 * 1000).rounded() / 1000 }))
        body("stalled", .bool(isStalled))
        body("releasing", .bool(isReleasing))
        if let leaseSeconds { body("lease_seconds", .double(leaseSeconds)) }
        if let silentSince { body("silent_since", .double(silentSince.seconds)) }
        guard let cancellation else { return }
        body("cancelled_by", .string(cancellation.by.name))
        if let address = cancellation.by.address { body("cancelled_from", .string(address)) }
        if let reason = cancellation.reason { body("cancel_reason", .string(reason)) }
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
