import Dashboard
import JSON
import ProgressModel
import Screen

// How long the dashboard takes for one picture of many tasks, in a process of its own, so that it can be measured and profiled
// without a terminal: before each picture some tasks change, as they do on a busy server. Prints one line of JSON.

let taskCount = 10_000
let changesPerFrame = 20
let frameCount = 300
let size = Size(columns: 200, rows: 50)

/// The tasks are in all states, and each reports differently.
func task(_ number: Int, progress: Double) -> GenerationTask? {
    let statuses = ["generating_image", "generating_content", "started", "pending", "completed", "failed", "cancelled"]
    return GenerationTask(json: [
        "task_id": .string("0c1b6a1f-\(1_000_000 + number)"),
        "task_type": "image_generation",
        "title": .string("封面图 \(number)"),
        "status": .string(statuses[number % statuses.count]),
        "progress": .double(progress),
        "message": .string("step \(Int(progress)) of 100"),
        "details": [:],
        "timestamp": .double(1_771_070_400 + progress),
        "created_at": .double(1_771_070_000 + Double(number) / 100),
        "seq": .integer(Int64(progress) + 1),
        "eta_seconds": .double(100 - progress),
    ])
}

var now = Timestamp(seconds: 1_771_070_400)
var state = DashboardState(servers: [ServerLabel(url: "http://127.0.0.1:5000")])
let server = ServerID(0)
_ = state.update(.resized(size), now: now)
_ = state.update(.news(.connection(.connected(ServerIdentity(version: "0.1.0"))), from: server), now: now)
_ = state.update(.news(.snapshotBegan, from: server), now: now)
let tasks = (0..<taskCount).compactMap { task($0, progress: 1) }
_ = state.update(.news(.tasks(tasks, more: false), from: server), now: now)

var times: [Duration] = []
for frame in 1...frameCount {
    now = now + 0.033
    let changes = (0..<changesPerFrame).compactMap {
        task((frame * 7919 + $0 * 7) % taskCount, progress: Double(frame % 100))
    }
    let start = ContinuousClock.now
    for change in changes { _ = state.update(.news(.changed(change), from: server), now: now) }
    _ = state.view(size: size, now: now)
    times.append(ContinuousClock.now - start)
}

times.sort()
let milliseconds = [("median_ms", times.count / 2), ("p99_ms", times.count * 99 / 100)].map { name, place in
    (name, JSONValue.double(times[place] / .milliseconds(1)))
}
print(JSONValue.object(JSONObject([("tasks", .integer(Int64(taskCount)))] + milliseconds)).text)
