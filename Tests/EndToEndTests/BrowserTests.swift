import JSON
import Testing

/// A real browser with the stock socket.io client, on a page of another origin of this machine.
@Suite struct BrowserTests {
    @Test func `a page follows a task, keeps its heartbeat, and cancels`() async throws {
        let server = try await GenboardProcess()
        let id = try #require(try await server.curl("POST", "/api/tasks", ["title": "Cover"]).json["task_id"]?.string)
        let page = try PythonPeer("browser", [server.url, id])
        defer { page.program.endInput() }
        try await page.waitForEvent("connect")
        #expect(try await page.waitForEvent("upgrade")["transport"] == "websocket")
        #expect(try await page.waitForEvent("connected")["client_id"]?.string != nil)
        #expect(try await page.waitForEvent("pong")["timestamp"]?.number != nil)
        #expect(try await page.waitForEvent("progress")["status"] == "pending")

        #expect(try await server.curl("PATCH", "/api/tasks/\(id)", ["progress": 50, "message": "图片"]).status == 200)
        #expect(try await page.waitForEvent("progress") { $0["progress"]?.number == 50 }["message"] == "图片")
        #expect(try await page.waitForEvent("cancel_result")["cancelled"] == true)
        try await page.waitForEvent("progress") { $0["status"] == "cancelled" }
        #expect(try await server.curl("GET", "/api/tasks/\(id)").json["status"] == "cancelled")
    }

    @Test func `a page that loses its connection is recovered into its room without joining again`() async throws {
        let server = try await GenboardProcess()
        let id = try #require(try await server.curl("POST", "/api/tasks", [:]).json["task_id"]?.string)
        let page = try PythonPeer("browser", [server.url, id, "recovery.html"])
        defer { page.program.endInput() }
        let first = try await page.waitForEvent("connect")
        #expect(first["recovered"] == false)
        try await page.waitForEvent("joined")

        #expect(try await server.curl("PATCH", "/api/tasks/\(id)", ["progress": 30]).status == 200)
        try await page.waitForEvent("disconnect")
        let back = try await page.waitForEvent("connect") { $0["recovered"] == true }
        #expect(back["id"] == first["id"])
        #expect(try await server.curl("PATCH", "/api/tasks/\(id)", ["progress": 60]).status == 200)
        try await page.waitForEvent("progress") { $0["progress"]?.number == 60 }
    }
}

extension PythonPeer {
    /// The data of the first event of that name that the page tells of.
    @discardableResult
    fileprivate func waitForEvent(
        _ name: String,
        where isWanted: (JSONValue) -> Bool = { _ in true },
    ) async throws -> JSONValue {
        let message = try await waitForLine("the page's \(name)", within: .seconds(30)) {
            $0["event"]?.string == name && isWanted($0["data"] ?? .null)
        }
        return message["data"] ?? .null
    }
}
