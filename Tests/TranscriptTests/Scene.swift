import JSON
import ProgressClient
import ProgressModel

/// 2026-11-25T16:10:00Z and so many seconds.
func time(_ seconds: Double = 0) -> Timestamp { Timestamp(seconds: 1_795_623_000 + seconds) }

func task(
    _ id: String,
    _ status: TaskStatus = .started,
    progress: Double = 0,
    message: String = "",
    details: JSONObject = [:],
    seq: Int = 1,
) -> GenerationTask {
    var task = GenerationTask(id: id, type: "image", title: "Cover", createdAt: time())
    task.status = status
    task.progress = progress
    task.message = message
    task.details = details
    task.seq = seq
    return task
}

let server = ProgressClient.ServerInfo(clientID: "c", version: "0.1.0", epoch: "e", time: time(0.5))
