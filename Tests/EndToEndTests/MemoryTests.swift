import JSON
import Testing

/// What a server remembers besides its tasks, over a restart.
struct MemoryTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    /// A server that is killed, and the one that comes after it on the same port.
    private func restart(_ first: GenboardProcess) async throws -> GenboardProcess {
        first.program.kill()
        _ = try await first.program.exitCode()
        return try await GenboardProcess(port: first.port, data: directory.file)
    }

    @Test func `who did what is known after a kill, also of a deleted task`() async throws {
        let first = try await GenboardProcess(data: directory.file)
        try await first.shell(
            """
            genboard create --id kept; genboard update kept 10; genboard cancel kept --reason 'wrong topic'
            genboard create --id gone; genboard complete gone
            """
        )
        #expect(try await first.curl("DELETE", "/api/tasks/gone").status == 204)
        let second = try await restart(first)
        let kept = try JSONValue.parse(try await second.run("history", "kept", "--json").output).array ?? []
        #expect(kept.compactMap { $0["event"]?.string } == ["created", "started", "cancelled"])
        #expect(kept.last?["reason"] == "wrong topic")
        #expect(kept.allSatisfy { $0["by"]?.string != nil && $0["from"]?.string?.hasPrefix("127.0.0.1:") == true })
        let gone = try await second.run("history", "gone").output.split(separator: "\n")
        #expect(gone.count == 3 && gone.last?.contains("deleted  100%  by REST from 127.0.0.1:") == true)
        #expect(try await second.run("history", "nobody").exitCode == 1)
    }

    @Test func `a create that is sent again after a kill makes no second task`() async throws {
        let first = try await GenboardProcess(data: directory.file)
        let key = ["Idempotency-Key: 7f3a"]
        let created = try await first.curl("POST", "/api/tasks", ["title": "Cover"], headers: key)
        #expect(created.status == 201)
        let second = try await restart(first)
        let again = try await second.curl("POST", "/api/tasks", ["title": "Cover"], headers: key)
        #expect(again.json["task_id"] == created.json["task_id"])
        #expect(try await second.curl("POST", "/api/tasks", ["title": "Other"], headers: key).status == 409)
    }

    @Test func `how long such tasks take is known after a restart`() async throws {
        let first = try await GenboardProcess(data: directory.file)
        _ = try await first.run("create", "image", "--id", "a")
        #expect(try await first.curl("PATCH", "/api/tasks/a", ["progress": 0]).json["task"]?["eta_seconds"] == .null)
        #expect(try await first.run("complete", "a").exitCode == 0)
        let second = try await restart(first)
        _ = try await second.run("create", "image", "--id", "b")
        let begun = try await second.curl("PATCH", "/api/tasks/b", ["progress": 0])
        #expect(begun.json["task"]?["eta_seconds"]?.number != nil)
    }

    @Test func `a page is recovered into its room by the server that comes after`() async throws {
        let first = try await GenboardProcess(data: directory.file)
        _ = try await first.run("create", "--id", "a")
        let page = try PythonPeer("browser", [first.url, "a", "recovery.html"])
        defer { page.program.endInput() }
        try await page.waitForLine("the join", within: .seconds(30)) { $0["event"] == "joined" }
        let id = page.messages.first { $0["event"] == "connect" }?["data"]?["id"]
        let second = try await restart(first)
        let back = try await page.waitForLine("the recovery", within: .seconds(30)) {
            $0["event"] == "connect" && $0["data"]?["recovered"] == true
        }
        #expect(back["data"]?["id"] == id)
        #expect(try await second.curl("PATCH", "/api/tasks/a", ["progress": 60]).status == 200)
        try await page.waitForLine("the progress", within: .seconds(30)) { $0["data"]?["progress"]?.number == 60 }
    }
}
