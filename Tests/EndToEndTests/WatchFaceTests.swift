import Foundation
import JSON
import Testing

/// The faces of `watch` that need no screen, and recordings of them.
@Suite struct WatchFaceTests {
    private func events(_ text: String, of server: GenboardProcess? = nil) throws -> [String] {
        try text.split(separator: "\n").compactMap { line in
            let object = try JSONValue.parse(String(line))
            #expect(object["v"] == (server == nil ? 1 : 2))
            guard server == nil || object["server"]?.string == server?.url else { return nil }
            let event = object["event"]?.string ?? ""
            guard let task = object["task"] else { return event }
            return "\(event) \(task["task_id"]?.string ?? "") \(task["status"]?.string ?? "")"
        }
    }

    @Test func `json lines mark where the snapshot ends and the changes begin`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("genboard create --id a")
        let watch = try Genboard.start(["watch", "--json", server.url])
        try await watch.line("the snapshot's end") { $0.contains("snapshot_ended") ? true : nil }
        try await server.shell("genboard complete a")
        try await watch.line("the end") { $0.contains("completed") ? true : nil }
        watch.signal(SIGTERM)
        #expect(try await watch.exitCode() == 0)
        #expect(watch.standardError.isEmpty)
        #expect(
            try events(watch.standardOutput) == [
                "connected", "snapshot_began", "task a pending", "snapshot_ended", "task a completed",
            ]
        )
    }

    @Test func `once prints what there is and exits`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("for i in 1 2 3; do genboard create --id task-$i; done; genboard fail task-2 'no paper'")
        let plain = try await Finished(Genboard.start(["watch", "--once", server.url]))
        #expect(plain.exitCode == 0)
        #expect(plain.errors.isEmpty)
        let lines = plain.output.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[1].hasSuffix("task-2  content_generation  failed  0%  no paper"))
        let json = try await Finished(Genboard.start(["watch", "--once", "--json", server.url]))
        #expect(try events(json.output).last == "snapshot_ended")

        let nobody = try await Finished(Genboard.start(["watch", "--once", "http://127.0.0.1:9"]))
        #expect(nobody.exitCode == 5)
        #expect(nobody.errors.contains("127.0.0.1:9"))
    }

    @Test func `the lines of several servers name theirs`() async throws {
        let (first, second) = (try await GenboardProcess(), try await GenboardProcess())
        try await first.shell("genboard create --id same; genboard create --id first")
        try await second.shell("genboard create --id same; genboard complete same")
        let urls = [first.url, second.url, first.url]
        let plain = try await Finished(Genboard.start(["watch", "--once"] + urls))
        #expect(plain.exitCode == 0)
        let lines = plain.output.split(separator: "\n").sorted()
        #expect(lines.count == 3)
        #expect(lines.count { $0.contains("  127.0.0.1:\(first.port)  ") } == 2)
        #expect(lines.contains { $0.contains("  127.0.0.1:\(second.port)  same  content_generation  completed") })

        let json = try await Finished(Genboard.start(["watch", "--once", "--json"] + urls))
        #expect(
            try events(json.output, of: second).suffix(3) == [
                "snapshot_began", "task same completed", "snapshot_ended",
            ]
        )
        #expect(try events(json.output, of: first).suffix(2).contains("snapshot_ended"))

        let half = try await Finished(Genboard.start(["watch", "--once", first.url, "http://127.0.0.1:9"]))
        #expect(half.exitCode == 5)
        #expect(half.output.split(separator: "\n").count == 2)
        #expect(half.errors.contains("127.0.0.1:9: "))
    }

    @Test func `more servers than can be watched are refused`() async throws {
        let many = try await Finished(Genboard.start(["watch"] + (1...10).map { "gpu-\($0)" }))
        #expect(many.exitCode == 2)
        #expect(many.errors.contains("At most 9 servers can be watched together, not 10."))
        let list = try await Finished(Genboard.start(["list", "--filter", "server:gpu-1"]))
        #expect(list.exitCode == 2)
        #expect(list.errors.contains("server: is for genboard watch with several servers"))
    }

    @Test func `a task that a restart lost is said to be gone`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("genboard create --id a")
        let watch = try Genboard.start(["watch", "--plain", server.url])
        try await watch.line("the task") { $0.contains("  a  ") ? true : nil }
        server.program.kill()
        _ = try await server.program.exitCode()
        let returned = try await GenboardProcess(port: server.port)
        try await watch.line("its loss") { $0.contains("  a  gone") ? true : nil }
        withExtendedLifetime(returned) {}
    }

    @Test func `a recording plays in every face`() async throws {
        let server = try await GenboardProcess()
        let file = FileManager.default.temporaryDirectory.appending(path: "recording-\(UUID()).jsonl")
        defer { try? FileManager.default.removeItem(at: file) }
        let record = try server.start("record", file.path())
        func recorded() -> String { (try? String(contentsOf: file, encoding: .utf8)) ?? "" }
        try await waitFor("the snapshot") { recorded().contains("snapshot_ended") ? true : nil }
        try await server.shell(
            "genboard create --id a --title 'recorded cover'; genboard update a 40; genboard fail a 'no paper'"
        )
        try await waitFor("the end") { recorded().contains(#""status":"failed""#) ? true : nil }
        record.signal(SIGINT)
        #expect(try await record.exitCode() == 0)
        server.program.kill()

        let json = try await Finished(Genboard.start(["watch", "--replay", file.path(), "--json", "--speed", "0"]))
        #expect(json.exitCode == 0)
        #expect(json.output == recorded())
        let plain = try await Finished(Genboard.start(["watch", "--replay", file.path(), "--speed", "20"]))
        #expect(plain.output.split(separator: "\n").count == 3)
        #expect(plain.output.contains("a  content_generation  failed  40%  recorded cover  no paper\n"))

        let screen = try await TmuxScreen()
        try await screen.run("genboard watch --replay \(file.path())")
        try await screen.wait(forRow: "✗ failed", "no paper")
        try await screen.press("q")
        try await screen.waitForPrompt()
    }

    @Test func `a file that is not a recording is told with its line`() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "recording-\(UUID()).jsonl")
        let text = #"{"v":1,"at":1,"event":"snapshot_began"}"# + "\nhello\n"
        try text.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let flawed = try await Finished(Genboard.start(["watch", "--replay", file.path()]))
        #expect(flawed.exitCode == 1)
        #expect(flawed.errors.contains("\(file.path()): line 2: this is no line of a recording"))
        let missing = try await Finished(Genboard.start(["watch", "--replay", "/nonexistent"]))
        #expect(missing.exitCode == 1)
        #expect(missing.errors.contains("/nonexistent"))
        let taken = try await Finished(Genboard.start(["record", file.path()]))
        #expect(taken.exitCode == 1)
        #expect(taken.errors.contains("exists already"))
    }

    @Test func `a slow reader gets the newest state of every task and the whole snapshot`() async throws {
        let server = try await GenboardProcess()
        let script = """
            import json, subprocess, sys, time
            message = "x" * 4000
            watch = subprocess.Popen([sys.argv[1], "watch", "--json", sys.argv[2]], stdout=subprocess.PIPE)
            while b"snapshot_ended" not in watch.stdout.readline(): pass
            call = lambda *words: subprocess.run([sys.argv[1], *words, "--url", sys.argv[2]], check=True, stdout=subprocess.DEVNULL)
            call("create", "--id", "a")
            import socketio
            client = socketio.Client()
            client.connect(sys.argv[2], namespaces=["/progress"])
            for step in range(1, 1001):
                client.call("update_progress", {"task_id": "a", "progress": step / 20, "message": message}, "/progress")
            client.disconnect()
            call("complete", "a")
            seqs = []
            while True:
                task = json.loads(watch.stdout.readline())["task"]
                seqs.append(task["seq"])
                if task["status"] == "completed": break
            watch.kill()
            print(len(seqs), seqs == sorted(set(seqs)), flush=True)
            """
        let python = try RunningProgram([PythonPeer.python, "-c", script, Genboard.path, server.url])
        let words = try await python.line("the outcome", within: .seconds(60)) { $0.split(separator: " ") }
        #expect(try #require(Int(words[0])) < 1002)
        #expect(words[1] == "True")
    }
}
