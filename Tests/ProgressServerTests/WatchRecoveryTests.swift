import JSON
import ProgressModel
import TestSupport
import Testing

/// A watcher that comes back and says what it knows.
@Suite struct WatchRecoveryTests {
    /// Watches on a new connection; the answer is what the server says of it, and whether it sent a snapshot.
    private func watch(
        _ server: RunningServer,
        epoch: String? = "life",
        knowing tasks: [(id: String, seq: Int)]?,
    ) throws -> (recovered: String?, snapshot: Bool) {
        var payload: JSONObject = [:]
        payload["epoch"] = epoch.map(JSONValue.string)
        if let tasks {
            var digest = StateDigest()
            for task in tasks { digest.add(task.id, seq: task.seq) }
            payload["digest"] = .string(digest.text)
        }
        let client = try server.client()
        client.sendFrame(#"42/progress,1["watch",\#(JSONValue.object(payload).text)]"#)
        var texts: [String] = []
        repeat { texts.append(try client.takeText()) } while texts.last?.hasPrefix("43/progress,1") == false
        let answer = try JSONValue.parse(String(texts.removeLast().dropFirst("43/progress,1".count)))
        #expect(answer.array?.first?["epoch"] == "life")
        return (
            answer.array?.first?["recovered"]?.string,
            texts.contains { $0.hasPrefix(#"42/progress,["tasks""#) },
        )
    }

    @Test func `who has missed nothing is told so and sent nothing, in whatever order it knows the tasks`() async throws
    {
        try await RunningServer.run { server in
            try server.create("a")
            try server.create("b")
            try server.request(Wire.post("/api/tasks/b/complete", "{}"))
            let answer = try watch(server, knowing: [("b", 2), ("a", 1)])
            #expect(answer == ("current", false))
        }
    }

    @Test func `who has missed something, or says too little, is sent all`() async throws {
        try await RunningServer.run { server in
            try server.create("a")
            try server.create("b")
            try server.request(Wire.post("/api/tasks/b/complete", "{}"))
            #expect(try watch(server, knowing: [("a", 1), ("b", 1)]) == ("snapshot", true), "an older state")
            #expect(try watch(server, knowing: [("a", 1)]) == ("snapshot", true), "a task too few")
            let tooMany = try watch(server, knowing: [("a", 1), ("b", 2), ("c", 1)])
            #expect(tooMany == ("snapshot", true))
            #expect(try watch(server, epoch: "other", knowing: [("a", 1), ("b", 2)]) == ("snapshot", true))
            #expect(try watch(server, knowing: nil) == ("snapshot", true))
            #expect(try watch(server, epoch: nil, knowing: [("a", 1), ("b", 2)]) == ("none", true))
        }
    }

    @Test func `who is current hears of what changes from then on`() async throws {
        try await RunningServer.run { server in
            try server.create("a")
            var digest = StateDigest()
            digest.add("a", seq: 1)
            let client = try server.client()
            client.sendFrame(#"42/progress,["watch",{"epoch":"life","digest":"\#(digest.text)"}]"#)
            try server.create("b")
            var text = try client.takeText()
            while !text.contains(#""task_id":"b""#) {
                #expect(!text.contains(#"["tasks""#))
                text = try client.takeText()
            }
        }
    }
}
