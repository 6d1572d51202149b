import HTTP
import JSON
package import ProgressModel

/// The creates that carried an `Idempotency-Key`, so that a request sent twice makes one task, also across a restart.
struct IdempotencyKeys {
    /// Keys remembered; past this many the oldest are forgotten before their time.
    ///
    /// It is more than one creation a second makes in a day; so many take some 80 MB, and half a second at the next start.
    fileprivate static let limit = 100_000
    /// Seconds a key is remembered.
    private static let lifetime = 86_400.0
    /// UTF-8 bytes of a key; a longer one is refused.
    static let longestKey = 256

    struct Entry: Equatable {
        let bodyHash: UInt64
        let taskID: String
    }

    private var entries: RecentValues<Entry>

    /// - Parameters:
    ///   - notes: What `remember` gave to the journal; others are passed over.
    ///   - limit: For tests, which remember fewer.
    init(restoring notes: [JournalNote] = [], limit: Int = IdempotencyKeys.limit) {
        entries = RecentValues(seconds: IdempotencyKeys.lifetime, limit: limit)
        for note in notes where note.collection == .idempotencyKeys {
            guard let hash = note.value["body"]?.string.flatMap({ UInt64($0, radix: 16) }),
                let id = note.value["task_id"]?.string
            else { continue }
            entries.set(Entry(bodyHash: hash, taskID: id), for: note.key, at: note.at)
        }
    }

    mutating func entry(of key: String, at now: Timestamp) -> Entry? {
        entries.forget(now)
        return entries[key]
    }

    /// The answer is the note that lets it outlive the server.
    mutating func remember(_ key: String, body: [UInt8], taskID: String, at now: Timestamp) -> JournalNote {
        let entry = Entry(bodyHash: StableHash.of(body), taskID: taskID)
        entries.set(entry, for: key, at: now)
        let value: JSONValue = ["body": .string(String(entry.bodyHash, radix: 16)), "task_id": .string(taskID)]
        return JournalNote(in: .idempotencyKeys, key: key, value: value, at: now)
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
