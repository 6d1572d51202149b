/// What is remembered by key for a while: the newest value of each key, for so long and so many of them; the oldest go first.
package struct RecentValues<Value: Sendable>: Sendable {
    private struct Entry: Sendable {
        let value: Value
        let at: Timestamp
        /// Tells the place in `order` that counts from those of earlier values.
        let serial: Int
    }

    private struct Place: Sendable {
        let key: String
        let serial: Int
    }

    private let seconds: Double
    private let limit: Int
    private var entries: [String: Entry] = [:]
    /// In the order they came; those before `start` are forgotten, and those whose key came again count no more.
    private var order: [Place] = []
    private var start = 0
    private var nextSerial = 0

    /// - Parameters:
    ///   - seconds: How long a value is remembered.
    ///   - limit: How many are.
    package init(seconds: Double, limit: Int) {
        self.seconds = seconds
        self.limit = limit
    }

    package subscript(key: String) -> Value? { entries[key]?.value }

    /// Remembers a value in place of the one that the key had.
    package mutating func set(_ value: Value, for key: String, at now: Timestamp) {
        entries[key] = Entry(value: value, at: now, serial: nextSerial)
        order.append(Place(key: key, serial: nextSerial))
        nextSerial += 1
        forget(now)
    }

    /// Forgets what is too old or too much.
    package mutating func forget(_ now: Timestamp) {
        while start < order.count {
            if let oldest = entry(at: order[start]) {
                guard entries.count > limit || now - oldest.at >= seconds else { break }
                entries[order[start].key] = nil
            }
            start += 1
        }
        guard order.count > 2 * entries.count + 64 else { return }
        order = order[start...].filter { entry(at: $0) != nil }
        start = 0
    }

    /// The entry that a place stands for; nil when its key came again.
    private func entry(at place: Place) -> Entry? {
        entries[place.key].flatMap { $0.serial == place.serial ? $0 : nil }
    }
}
