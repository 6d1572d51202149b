import Foundation
import JSON
import Testing

/// Files that a server cannot have or cannot write.
struct DiskTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func refusal() async throws -> String {
        let finished = try await Finished(Genboard.start(["serve", "--port", "0", "--data", directory.file]))
        #expect(finished.exitCode == 1 && finished.output.isEmpty)
        return finished.errors
    }

    @Test func `a second server on the same file is told so`() async throws {
        let first = try await GenboardProcess(data: directory.file)
        let words = try await refusal()
        #expect(words.contains(directory.file) && words.contains("another genboard server") && words.contains("--data"))
        #expect(try await first.curl("GET", "/readyz").status == 200)
    }

    @Test func `a file that is no database is left as it is`() async throws {
        let text = Data("not a database\n".utf8)
        try text.write(to: URL(filePath: directory.file))
        #expect(try await refusal().contains("not a database of genboard"))
        #expect(try Data(contentsOf: URL(filePath: directory.file)) == text)
    }

    @Test func `without a path the state is kept in a file for each port, in the user's state directory`() async throws
    {
        let port = try await { try await GenboardProcess().port }()
        let environment = ["XDG_STATE_HOME": directory.path]
        let program = try Genboard.start(["serve", "--port", String(port)], environment: environment)
        try await program.line("its first line") { $0.contains("serves") ? true : nil }
        #expect(FileManager.default.fileExists(atPath: "\(directory.path)/genboard/\(port).sqlite"))
    }

    @Test func `genboard attaches to the server that has its file`() async throws {
        let server = try await GenboardProcess(data: directory.file)
        try await server.shell("genboard create --title 'known to the server'")
        let screen = try await TmuxScreen()
        try await screen.run("genboard --port \(server.port) --data \(directory.file)")
        try await screen.wait(forRow: "known to the server")
    }

    @Test(.enabled(if: Mount.isPossible, "mounting needs root"))
    func `a full disk makes answers errors, nothing is forgotten, and it goes on by itself`() async throws {
        let disk = try await Mount(size: "400k", at: directory.path)
        let first = try await GenboardProcess(data: directory.file)
        try await first.shell("genboard create --id known")
        try disk.fill()

        // What there is may still fit into pages that are already there; it does not for long.
        try await waitFor("the disk to be full") {
            let created = try await first.curl(
                "POST",
                "/api/tasks",
                ["message": .string(String(repeating: "m", count: 4000))],
            )
            return created.status == 503 && created.json["error"] == "storage_unavailable" ? true : nil
        }
        let refused = try await first.curl("POST", "/api/tasks", ["task_id": "refused"])
        #expect(refused.status == 503)
        #expect(try await first.curl("GET", "/api/tasks/refused").status == 404, "what is refused is not begun")
        #expect(try await first.curl("GET", "/readyz").status == 503)
        #expect(try await first.curl("GET", "/healthz").status == 200)
        let cancelled = try await first.curl("POST", "/api/tasks/known/cancel")
        #expect(cancelled.status == 503 && cancelled.json["error"] == "storage_unavailable")
        #expect(
            try await first.curl("GET", "/api/tasks/known").json["status"] == "cancelled",
            "it stops all the same",
        )

        try disk.makeRoom()
        try await waitFor("it to go on") { try await first.curl("GET", "/readyz").status == 200 ? true : nil }
        #expect(try await first.curl("POST", "/api/tasks", ["task_id": "later"]).status == 201)
        let listed = try await first.curl("GET", "/api/tasks").json["tasks"]
        first.program.kill()
        let second = try await GenboardProcess(data: directory.file)
        let restored = try await second.curl("GET", "/api/tasks").json["tasks"]?.array ?? []
        #expect(restored.map { $0["task_id"] } == (listed?.array ?? []).map { $0["task_id"] })
        #expect(try await second.curl("GET", "/api/tasks/known").json["status"] == "cancelled")
    }

    /// Fills the disk, and ends a task whose end therefore cannot be written.
    private func endOnFullDisk(_ disk: Mount, _ server: GenboardProcess) async throws {
        try await server.shell("genboard create --id known")
        try disk.fill()
        let result: JSONValue = ["result": ["text": .string(String(repeating: "r", count: 100_000))]]
        #expect(try await server.curl("POST", "/api/tasks/known/complete", result).status == 503)
    }

    @Test(.enabled(if: Mount.isPossible, "mounting needs root"))
    func `a server that stops on a full disk goes on trying, and ends well when there is room`() async throws {
        let disk = try await Mount(size: "400k", at: directory.path)
        let first = try await GenboardProcess(data: directory.file, options: ["--drain", "60s"])
        let client = try await SocketIOPeer(first)
        try await endOnFullDisk(disk, first)
        first.program.signal(SIGTERM)
        try await client.event("server_draining")
        #expect(first.program.isRunning)
        try disk.makeRoom()
        #expect(try await first.program.exitCode() == 0)
        #expect(first.program.standardError == "")
        let second = try await GenboardProcess(data: directory.file)
        #expect(try await second.curl("GET", "/api/tasks/known").json["status"] == "completed")
    }

    @Test(.enabled(if: Mount.isPossible, "mounting needs root"))
    func `a server that can write nothing until its time is over says what is lost, and fails`() async throws {
        let disk = try await Mount(size: "400k", at: directory.path)
        let first = try await GenboardProcess(data: directory.file, options: ["--drain", "1s"])
        try await endOnFullDisk(disk, first)
        first.program.signal(SIGTERM)
        #expect(try await first.program.exitCode() == 1)
        let words = first.program.standardError
        #expect(words.contains("not kept") && words.contains("(known)") && words.contains("no room is left"))
        try disk.makeRoom()
        let second = try await GenboardProcess(data: directory.file)
        #expect(try await second.curl("GET", "/api/tasks/known").json["status"] == "pending")
    }

    @Test(.enabled(if: Mount.isPossible, "mounting needs root"))
    func `a disk that is read-only is refused at the start`() async throws {
        let disk = try await Mount(size: "1m", at: directory.path)
        let first = try await GenboardProcess(data: directory.file)
        first.program.signal(SIGTERM)
        #expect(try await first.program.exitCode() == 0)
        try await disk.makeReadOnly()
        let words = try await refusal()
        #expect(words.contains(directory.file) && words.contains("write"))
    }
}

/// A small disk of a test's own in memory, unmounted with the last reference to it.
private final class Mount {
    static var isPossible: Bool { geteuid() == 0 }

    private let path: String
    private var filler: String { path + "/filler" }

    init(size: String, at path: String) async throws {
        self.path = path
        try await Mount.run("mount", "-t", "tmpfs", "-o", "size=\(size)", "tmpfs", path)
    }

    deinit {
        unsafe umount2(path, Int32(MNT_DETACH))
    }

    /// Leaves no byte free.
    func fill() throws {
        try Data().write(to: URL(filePath: filler))
        let file = try FileHandle(forWritingTo: URL(filePath: filler))
        defer { try? file.close() }
        let piece = Data(count: 4096)
        while (try? file.write(contentsOf: piece)) != nil {}
    }

    func makeRoom() throws {
        try FileManager.default.removeItem(atPath: filler)
    }

    func makeReadOnly() async throws {
        try await Mount.run("mount", "-o", "remount,ro", path)
    }

    private static func run(_ command: String...) async throws {
        let finished = try await Finished(RunningProgram(["/usr/bin/env"] + command))
        guard finished.exitCode == 0 else { throw WaitError(what: "exit 0 of \(command)", seen: finished.errors) }
    }
}
