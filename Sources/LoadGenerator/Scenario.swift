package import Web

/// A kind of load, named for what it shows.
package enum Scenario: String, Sendable, CaseIterable {
    case fanOut = "fan-out"
    case latency
    case manyTasks = "many-tasks"
    case saturation
    case wide
    case connect
    case idle
    case reconnect
    case churn
    case create
    case rest

    /// What it does, for the help.
    package var summary: String {
        switch self {
        case .fanOut: "one task at a steady rate, to many subscribers"
        case .latency: "one task, a light load: how long an event takes"
        case .manyTasks: "many tasks at once, each with its own subscribers"
        case .saturation: "reports as fast as they are delivered"
        case .wide: "one task, thousands of subscribers"
        case .connect: "clients connect and join all at once"
        case .idle: "clients that only stay: the memory of each"
        case .reconnect: "clients come back after you restart the server"
        case .churn: "clients connect, join and leave, over and over"
        case .create: "tasks created one after the other, each acknowledged"
        case .rest: "tasks created and reported on over REST"
        }
    }

    /// What is counted in it.
    package var unit: String {
        switch self {
        case .fanOut, .latency, .manyTasks, .saturation, .wide: "events"
        case .connect, .idle, .reconnect, .churn: "clients"
        case .create: "tasks"
        case .rest: "requests"
        }
    }

    /// Whether it runs by itself, and in seconds.
    ///
    /// The others are run only when they are asked for.
    package var isStandard: Bool { self != .reconnect && self != .churn }

    /// Its size when nothing else is asked for.
    package var standardLoad: Load {
        switch self {
        case .fanOut: Load(self, subscribers: 200, rate: 500)
        case .latency: Load(self, subscribers: 10, rate: 50)
        case .manyTasks: Load(self, subscribers: 500, tasks: 500, rate: 2000)
        case .saturation: Load(self, subscribers: 200)
        case .wide: Load(self, subscribers: 5000, rate: 5)
        case .connect, .idle: Load(self, subscribers: 5000)
        case .reconnect: Load(self, subscribers: 2000)
        case .churn: Load(self, subscribers: 100_000)
        case .create: Load(self, subscribers: 1)
        case .rest: Load(self, subscribers: 8)
        }
    }
}

/// How large a load is.
package struct Load: Sendable, Equatable {
    package let scenario: Scenario
    /// Clients; for `churn`, how many come and go in all.
    package var subscribers: Int
    /// Tasks, among which the subscribers are shared out evenly.
    package var tasks: Int
    /// Reports a second of all tasks together.
    package var rate: Double
    /// How long it goes on, where it is not over when all is done once.
    package var seconds: Double
    /// Reports on their way at any moment in `saturation`.
    package var inFlight: Int

    package init(
        _ scenario: Scenario,
        subscribers: Int,
        tasks: Int = 1,
        rate: Double = 0,
        seconds: Double = 5,
        inFlight: Int = 256,
    ) {
        self.scenario = scenario
        self.subscribers = subscribers
        self.tasks = tasks
        self.rate = rate
        self.seconds = seconds
        self.inFlight = inFlight
    }
}

/// The server under load.
package struct Target: Sendable {
    package let address: ServerAddress
    /// Its process on this machine, for processor time and memory; nil when it is elsewhere or unknown.
    package let process: Int32?

    package init(address: ServerAddress, process: Int32?) {
        self.address = address
        self.process = process
    }
}
