import HTTP
import JSON
package import ProgressModel

/// The creates that carried an `Idempotency-Key`, so that a request sent twice makes one task, also across a restart.
struct IdempotencyKeys {
    /// Keys remembered; past this many the older half is forgotten.
    fileprivate static let limit = 10_000
    /// Seconds a key is remembered.
    private static let lifetime = 86_400.0
    /// UTF-8 bytes of a key; a longer one is refused.
    static let longestKey = 256

    struct Entry: Equatable {
        let bodyHash: String
        let taskID: String
        let at: Timestamp
    }

    private var entries: [String: Entry] = [:]

    /// - Parameter notes: What `remember` gave to the journal; others are passed over.
    init(restoring notes: [JournalNote] = []) {
        for note in notes where note.collection == .idempotencyKeys {
            guard let hash = note.value["body"]?.string, let id = note.value["task_id"]?.string else { continue }
            keep(Entry(bodyHash: hash, taskID: id, at: note.at), as: note.key)
        }
    }

    func entry(of key: String, at now: Timestamp) -> Entry? {
        guard let entry = entries[key], now - entry.at < IdempotencyKeys.lifetime else { return nil }
        return entry
    }

    /// The answer is the note that lets it outlive the server.
    mutating func remember(_ key: String, body: [UInt8], taskID: String, at now: Timestamp) -> JournalNote {
        let entry = Entry(bodyHash: IdempotencyKeys.hash(body), taskID: taskID, at: now)
        keep(entry, as: key)
        let value: JSONValue = ["body": .string(entry.bodyHash), "task_id": .string(taskID)]
        return JournalNote(in: .idempotencyKeys, key: key, value: value, at: now)
    }

    private mutating func keep(_ entry: Entry, as key: String) {
        entries[key] = entry
        guard entries.count > IdempotencyKeys.limit else { return }
        let middle = entries.values.map(\.at).sorted()[IdempotencyKeys.limit / 2]
        entries = entries.filter { $0.value.at > middle }
    }

    /// The same for the same body in every process (FNV-1a).
    static func hash(_ body: [UInt8]) -> String {
        let hash = body.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return String(hash, radix: 16)
    }
}

extension NoteCollection {
    /// Keys of creates, by key.
    package static let idempotencyKeys = NoteCollection("idempotency_keys", limit: IdempotencyKeys.limit)
}

extension Request {
    /// The key that makes this request the same as an earlier one; nil when it has none.
    func idempotencyKey() throws(HTTPFailure) -> String? {
        guard let key = headers["Idempotency-Key"] else { return nil }
        guard !key.isEmpty, key.utf8.count <= IdempotencyKeys.longestKey else {
            throw HTTPFailure(
                status: 400,
                EventError(
                    code: "invalid_idempotency_key",
                    message: "An Idempotency-Key has 1 to \(IdempotencyKeys.longestKey) characters.",
                ),
            )
        }
        return key
    }
}
