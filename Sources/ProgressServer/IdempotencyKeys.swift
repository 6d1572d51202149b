import ProgressModel

/// The creates that carried an `Idempotency-Key`, so that a request sent twice makes one task.
struct IdempotencyKeys {
    /// Past this many the older half is forgotten.
    private static let limit = 10_000
    /// Seconds a key is remembered.
    private static let lifetime = 86_400.0

    struct Entry {
        let bodyHash: Int
        let taskID: String
        let at: Timestamp
    }

    private var entries: [String: Entry] = [:]

    func entry(of key: String, at now: Timestamp) -> Entry? {
        guard let entry = entries[key], now - entry.at < IdempotencyKeys.lifetime else { return nil }
        return entry
    }

    mutating func remember(_ key: String, body: [UInt8], taskID: String, at now: Timestamp) {
        entries[key] = Entry(bodyHash: body.hashValue, taskID: taskID, at: now)
        guard entries.count > IdempotencyKeys.limit else { return }
        let middle = entries.values.map(\.at).sorted()[IdempotencyKeys.limit / 2]
        entries = entries.filter { $0.value.at > middle }
    }
}
