import ProgressModel

/// What `/metrics` shows, in the Prometheus text format (version 0.0.4).
struct Metrics {
    let counts: [TaskStatus: Int]
    let clients: Int
    let heldRequests: Int
    let published: Int
    let delivered: Int
    let conflated: Int
    /// Seconds.
    let uptime: Double

    var text: String {
        let tasks = TaskStatus.allCases.map { "genboard_tasks{status=\"\($0.rawValue)\"} \(counts[$0] ?? 0)\n" }
            .joined()
        return family("genboard_tasks", "gauge", "Tasks by status.") + tasks
            + sample("genboard_clients", "gauge", "Connected Socket.IO clients.", clients)
            + sample(
                "genboard_held_requests",
                "gauge",
                "Requests held until their task is cancelled or ends.",
                heldRequests,
            )
            + sample(
                "genboard_changes_published_total",
                "counter",
                "Changes of tasks taken to subscribers.",
                published,
            )
            + sample(
                "genboard_events_delivered_total",
                "counter",
                "Events handed to subscribers' connections.",
                delivered,
            )
            + sample(
                "genboard_events_conflated_total",
                "counter",
                "Events that clients which did not keep up were spared, for a newer state of the same task.",
                conflated,
            )
            + sample(
                "genboard_uptime_seconds",
                "gauge",
                "Seconds since the server started.",
                Int(max(0, min(uptime, 1e15))),
            )
    }

    private func family(_ name: String, _ type: String, _ help: String) -> String {
        "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    private func sample(_ name: String, _ type: String, _ help: String, _ value: Int) -> String {
        family(name, type, help) + "\(name) \(value)\n"
    }
}
