/// The namespaces of one connection: each is asked for first, and joined once the answer gives it a session id.
///
/// A connection has a handful at most, so they are looked up one by one.
struct NamespaceTable {
    private var entries: [Entry] = []

    private struct Entry {
        let namespace: String
        var sessionID: String?
    }

    var count: Int { entries.count }

    /// Those joined, in the order they were asked for.
    var joined: [String] { entries.filter { $0.sessionID != nil }.map(\.namespace) }

    func contains(_ namespace: String) -> Bool { place(of: namespace) != nil }

    func isPending(_ namespace: String) -> Bool {
        contains(namespace) && sessionID(in: namespace) == nil
    }

    /// The session id given on joining, or nil where not joined.
    func sessionID(in namespace: String) -> String? {
        place(of: namespace).flatMap { entries[$0].sessionID }
    }

    mutating func ask(for namespace: String) {
        entries.append(Entry(namespace: namespace))
    }

    mutating func join(_ namespace: String, sessionID: String) {
        guard let place = place(of: namespace) else { return }
        entries[place].sessionID = sessionID
    }

    mutating func remove(_ namespace: String) {
        entries.removeAll { $0.namespace == namespace }
    }

    mutating func removeAll() {
        entries.removeAll()
    }

    private func place(of namespace: String) -> Int? {
        entries.firstIndex { $0.namespace == namespace }
    }
}
