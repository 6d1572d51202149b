import JSON

/// What a watcher knows after all that it was told, by the rules that every watcher goes by.
struct WatchedTasks {
    private(set) var tasks: [String: JSONValue] = [:]
    /// While a snapshot comes: the tasks known before that are not in it so far.
    private var unconfirmed: Set<String>?

    /// All that `genboard watch --json` has printed.
    init(transcript lines: [JSONValue]) {
        for line in lines {
            switch line["event"]?.string {
            case "snapshot_began": snapshotBegan()
            case "task": put(line["task"])
            case "snapshot_ended": snapshotEnded()
            case "removed": remove(line["task_id"])
            default: break
            }
        }
    }

    /// All the events that a Socket.IO client has received.
    init(events messages: [JSONValue]) {
        for message in messages {
            let data = message["data"]
            switch message["event"]?.string {
            case "tasks":
                if unconfirmed == nil { snapshotBegan() }
                for task in data?["tasks"]?.array ?? [] { put(task) }
                if data?["more"] == false { snapshotEnded() }
            case "progress": put(data)
            case "task_removed": remove(data?["task_id"])
            default: break
            }
        }
    }

    private mutating func snapshotBegan() {
        unconfirmed = Set(tasks.keys)
    }

    private mutating func put(_ task: JSONValue?) {
        guard let task, let id = task["task_id"]?.string else { return }
        unconfirmed?.remove(id)
        tasks[id] = task
    }

    private mutating func snapshotEnded() {
        for id in unconfirmed ?? [] { tasks[id] = nil }
        unconfirmed = nil
    }

    private mutating func remove(_ id: JSONValue?) {
        id?.string.map { tasks[$0] = nil }
    }
}

extension RunningProgram {
    /// What is known to whoever reads the lines of this `genboard watch --json`.
    var watchedTasks: [String: JSONValue] {
        WatchedTasks(transcript: transcript).tasks
    }

    /// The lines that it has printed, as JSON.
    var transcript: [JSONValue] { lines().compactMap { try? JSONValue.parse($0) } }

    /// How many lines of that event there are.
    func count(of event: String) -> Int {
        transcript.count { $0["event"]?.string == event }
    }
}

extension GenboardProcess {
    /// What the server says that there is, by id.
    var listedTasks: [String: JSONValue] {
        get async throws {
            let listed = try await curl("GET", "/api/tasks").json["tasks"]?.array ?? []
            return Dictionary(uniqueKeysWithValues: listed.map { ($0["task_id"]?.string ?? "", $0) })
        }
    }
}
