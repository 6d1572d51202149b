import JSON
import TestSupport
import Testing

/// A filter's text in lists and watches, as the dashboard takes it.
@Suite struct FilterTests {
    private func ids(_ tasks: JSONValue?) -> [String] {
        (tasks?.array ?? []).compactMap { $0["task_id"]?.string }
    }

    private func fill(_ server: RunningServer, _ count: Int) throws {
        for number in 1...count {
            let title = number.isMultiple(of: 3) ? "poster" : "letter"
            try server.request(Wire.post("/api/tasks", #"{"task_id":"t\#(number)","title":"\#(title)"}"#))
        }
    }

    @Test func `pages of a filtered list lead to all that pass, and to nothing else`() async throws {
        try await RunningServer.run { server in
            try fill(server, 30)
            let first = try server.request(Wire.get("/api/tasks?filter=title:post*+!id:t6&limit=4")).json
            #expect(ids(first["tasks"]) == ["t3", "t9", "t12", "t15"])
            #expect(first["more"] == true && first["filter"] == "title:post* !id:t6")
            let second = try server.request(Wire.get("/api/tasks?filter=poster&limit=5&after=t15")).json
            #expect(ids(second["tasks"]) == ["t18", "t21", "t24", "t27", "t30"])
            #expect(second["more"] == false)
        }
    }

    @Test func `an event may ask for the same, and times are judged by the server's clock`() async throws {
        try await RunningServer.run { server in
            try fill(server, 3)
            let client = try server.client()
            client.sendFrame(#"42/progress,7["list_tasks",{"filter":"poster age<1s","statuses":["pending"]}]"#)
            let answer = try client.takeAck(7)
            #expect(ids(answer["tasks"]) == ["t3"] && answer["ok"] == true)
            client.sendFrame(#"42/progress,8["list_tasks",{"filter":"age>1s"}]"#)
            #expect(ids(try client.takeAck(8)["tasks"]) == [])
        }
    }

    @Test(arguments: [
        (#"title:\"open"#, #"the closing quotation mark is missing after "open""#),
        ("size>3", #""size" cannot be compared"#),
    ])
    func `what is no filter is refused with what and where`(text: String, reason: String) async throws {
        try await RunningServer.run { server in
            let client = try server.client()
            for event in ["watch", "list_tasks"] {
                client.sendFrame(#"42/progress,1["\#(event)",{"filter":"\#(text)"}]"#)
                let answer = try client.takeAck(1)
                #expect(answer["error"] == "invalid_filter")
                #expect(answer["message"]?.string?.contains(reason) == true)
            }
        }
    }

    @Test func `over REST it is a bad request`() async throws {
        try await RunningServer.run { server in
            for query in ["status:nonsense", String(repeating: "x", count: 513)] {
                let answer = try server.request(Wire.get("/api/tasks?filter=\(query)"))
                #expect(answer.status == 400 && answer.json["error"] == "invalid_filter")
            }
        }
    }

    @Test func `a watcher is sent what passes, and loses what passes no more`() async throws {
        try await RunningServer.run { server in
            try fill(server, 3)
            let watcher = try server.client()
            watcher.sendFrame(#"42/progress,1["watch",{"filter":"title:poster progress<50"}]"#)
            let snapshot = try watcher.takeEvent("tasks")
            #expect(ids(snapshot["tasks"]) == ["t3"] && snapshot["more"] == false)

            try server.report("t1", 10)
            try server.report("t3", 20)
            #expect(try watcher.takeEvent("progress")["task_id"] == "t3", "t1 does not pass")
            try server.report("t3", 60)
            #expect(try watcher.takeEvent("task_removed") == ["task_id": "t3"])
            try server.report("t3", 70)
            try server.report("t3", 30)
            let again = try watcher.takeEvent("progress")
            #expect(again["task_id"] == "t3" && again["progress"]?.number == 30)

            // What a watcher never had is not taken from it.
            for id in ["t1", "t3"] {
                try server.request(Wire.post("/api/tasks/\(id)/cancel", "{}"))
                try server.request(Wire.delete("/api/tasks/\(id)"))
            }
            #expect(try watcher.takeEvent("task_removed") == ["task_id": "t3"])
        }
    }

    @Test(arguments: [3, 33, 333] as [UInt64])
    func `whatever happens, a watcher that does as it is told holds what the filter lets through`(seed: UInt64)
        async throws
    {
        try await RunningServer.run { server in
            var random = SeededGenerator(seed: seed)
            try fill(server, 6)
            let watcher = try server.client()
            watcher.sendFrame(#"42/progress,1["watch",{"filter":"progress>=50 !status:cancelled"}]"#)
            var held = Set(ids(try watcher.takeEvent("tasks")["tasks"]))
            for _ in 0..<150 {
                let id = "t\(Int.random(in: 1...6, using: &random))"
                switch Int.random(in: 0..<12, using: &random) {
                case 0: try server.request(Wire.post("/api/tasks/\(id)/cancel", "{}"))
                case 1: try server.request(Wire.delete("/api/tasks/\(id)"))
                case 2, 3: try server.create(id)
                default:
                    let progress = Int.random(in: 0...100, using: &random)
                    try server.request(Wire.patch("/api/tasks/\(id)", #"{"progress":\#(progress)}"#))
                }
            }
            let listed = Set(
                ids(try server.request(Wire.get("/api/tasks?filter=progress>=50+!status:cancelled")).json["tasks"])
            )
            try server.request(Wire.post("/api/tasks", #"{"task_id":"end"}"#))
            try server.report("end", 50)
            while !held.contains("end") {
                let text = try watcher.takeText()
                guard text.hasPrefix("42/progress,") else { continue }
                let event = try JSONValue.parse(String(text.dropFirst("42/progress,".count))).array ?? []
                let id = event.last?["task_id"]?.string ?? ""
                if event.first == "progress" { held.insert(id) }
                if event.first == "task_removed" { #expect(held.remove(id) != nil, "it never had \(id)") }
            }
            #expect(held == listed.union(["end"]))
        }
    }

    @Test func `a watcher in a task's room is sent that task whatever its filter says`() async throws {
        try await RunningServer.run { server in
            try fill(server, 1)
            let watcher = try server.client()
            watcher.sendFrame(#"42/progress,1["watch",{"filter":"title:poster"}]"#)
            #expect(ids(try watcher.takeEvent("tasks")["tasks"]) == [])
            watcher.sendFrame(#"42/progress,2["join",{"task_id":"t1"}]"#)
            _ = try watcher.takeAck(2)
            try server.report("t1", 40)
            #expect(try watcher.takeEvent("progress")["progress"]?.number == 40)
        }
    }

    @Test func `a search through many tasks lets others go first`() async throws {
        let title = String(repeating: "ab", count: 200)
        try await RunningServer.run { server in
            for number in 0..<100 {
                try server.request(Wire.post("/api/tasks", #"{"task_id":"t\#(number)","title":"\#(title)"}"#))
            }
            // Costly to decide for each task, and true of none.
            let filter = (0..<10).map { "!\(String(repeating: "ab", count: 5))\($0)" }.joined(separator: " ") + " abx"
            let client = try server.client()
            client.sendFrame(#"42/progress,1["list_tasks",{"filter":"\#(filter)"}]"#)
            client.sendFrame(#"42/progress,2["ping"]"#)
            #expect(try client.takeText().hasPrefix("42/progress,[\"pong\""), "the list is still being looked for")
            let answer = try client.takeAck(1)
            #expect(ids(answer["tasks"]) == [] && answer["more"] == false)

            client.sendFrame(#"42/progress,3["watch",{"filter":"\#(filter)"}]"#)
            #expect(try client.takeEvent("tasks")["more"] == true)
            var more = true
            while more { more = try client.takeEvent("tasks")["more"] == true }
        }
    }
}
