import ProgressModel

/// The servers whose tasks are shown, seen as one: what the header, the counts and the window's title tell of.
struct ServerGroup: Sendable {
    /// In the order in which they were named; never none.
    let servers: [ServerState]

    /// Whether there is one at least that can be asked for something.
    var isConnected: Bool { servers.contains(where: \.isConnected) }
    /// Whether nothing on the screen is of this moment.
    var isStale: Bool { servers.allSatisfy { $0.staleSince != nil } }
    var hasSnapshot: Bool { servers.contains(where: \.hasSnapshot) }

    var taskCount: Int { sum(\.tasks.count) }
    var activeCount: Int { sum(\.tasks.activeIDs.count) }
    /// How many tasks there was no room for.
    var leftOutCount: Int { sum(\.tasks.leftOutCount) }
    func count(of tab: StatusTab) -> Int { servers.reduce(0) { $0 + $1.tasks.count(of: tab) } }

    private func sum(_ number: (ServerState) -> Int) -> Int { servers.reduce(0) { $0 + number($1) } }

    /// How fast changes come from all of them together.
    var rate: EventRate { servers.dropFirst().reduce(servers.first?.rate ?? EventRate()) { $0.adding($1.rate) } }

    /// The end of all that runs, with the time now, both by the clock of the server that is done last; nil when no end is known.
    func forecast(at now: Timestamp) -> (end: Timestamp, clock: Timestamp)? {
        servers.filter(\.isConnected)
            .compactMap { server in server.forecast.end.map { (end: $0, clock: server.clock(at: now)) } }
            .max { $0.end - $0.clock < $1.end - $1.clock }
    }

    /// Whether there are running tasks whose end nobody knows.
    var hasOpenEnd: Bool { servers.contains { $0.isConnected && $0.forecast.isOpen } }
}
