import JSON
import ProgressModel
import ProgressServer
import TestSupport
import Testing

/// Tasks for the server's own workers: what they are made from, and whose word counts.
@Suite struct SubmissionTests {
    private func task(_ id: String, _ status: TaskStatus = .pending) -> GenerationTask {
        var task = GenerationTask(id: id, type: "image", createdAt: Timestamp(seconds: 1_700_000_000))
        task.status = status
        return task
    }

    private func note(_ id: String, _ value: JSONValue) -> JournalNote {
        JournalNote(in: .submissions, key: id, value: value, at: Timestamp(seconds: 1_700_000_000))
    }

    @Test func `open tasks keep their inputs over a restart however many there are, and those that ended give way`()
        async throws
    {
        let large: JSONValue = ["input": ["text": .string(String(repeating: "x", count: 30_000))]]
        let ids = ["first", "failed", "second", "third", "fourth"]
        let saved = SavedState(
            epoch: "life",
            tasks: ids.map { task($0, $0 == "failed" ? .failed : .pending) },
            notes: ids.map { note($0, large) },
        )
        let workers = StandInWorkers()
        try await RunningServer.run(saved: saved, workers: workers) { server in
            #expect(await workers.restored == ["first", "second", "third", "fourth"])
            let refused = try server.request(Wire.post("/api/tasks/failed/retry", "{}"))
            #expect(refused.status == 409 && refused.json["error"] == "not_retryable")
        }
    }

    @Test func `an open task whose input is lost fails, and one that was not submitted goes on`() async throws {
        let saved = SavedState(epoch: "life", tasks: [task("lost"), task("other")], notes: [note("lost", .null)])
        try await RunningServer.run(saved: saved, workers: StandInWorkers()) { server in
            let lost = try server.request(Wire.get("/api/tasks/lost")).json
            #expect(lost["status"] == "failed" && lost["details"]?["error"] == "server_restarted")
            #expect(try server.request(Wire.get("/api/tasks/other")).json["status"] == "pending")
        }
    }

    @Test func `what a completed task was made from is forgotten`() async throws {
        let journal = HandJournal()
        try await RunningServer.run(journal: journal, workers: StandInWorkers()) { server in
            let client = try server.client()
            client.sendFrame(
                #"42/progress,["submit_task",{"task_id":"a","task_type":"image","input":{"n":1}}]"#
            )
            client.sendFrame(#"42/progress,["complete_task",{"task_id":"a"}]"#)
            var notes: [JournalNote] = []
            for _ in 0..<1_000 where notes.count < 2 {
                try server.request(Wire.get("/api/clients"))
                notes = await journal.changes.notes(in: .submissions)
            }
            #expect(notes.map(\.value) == [["input": ["n": 1]], .null])
        }
    }

    @Test func `only the workers themselves know that a cancelled task is let go`() async throws {
        try await RunningServer.run(workers: StandInWorkers()) { server in
            let generator = try server.client()
            generator.sendFrame(
                #"42/progress,["submit_task",{"task_id":"a","task_type":"image","lease_seconds":5,"input":{}}]"#
            )
            generator.sendFrame(#"42/progress,["update_progress",{"task_id":"a","progress":1}]"#)
            generator.sendFrame(#"42/progress,["cancel_task",{"task_id":"a"}]"#)
            generator.sendFrame(#"42/progress,["released",{"task_id":"a"}]"#)
            generator.sendFrame(#"42/progress,1["ping"]"#)
            while try !generator.takeText().hasPrefix("43/progress,1[") {}
            generator.sendFrame("41/progress,")
            while try server.request(Wire.get("/api/clients")).json["clients"]?.array?.isEmpty != true {}
            let cancelled = try server.request(Wire.get("/api/tasks/a")).json
            #expect(cancelled["status"] == "cancelled" && cancelled["releasing"] == true)
            #expect(cancelled["lease_seconds"]?.number == nil, "waiting in the queue is no silence")
        }
    }
}

extension [Change] {
    fileprivate func notes(in collection: NoteCollection) -> [JournalNote] {
        compactMap { if case .noted(let note) = $0, note.collection == collection { note } else { nil } }
    }
}
