import JSON
import Testing

/// The commands for scripts: what they print and what they exit with.
@Suite struct ScriptCommandTests {
    @Test func `a shell script carries a task to its result`() async throws {
        let server = try await GenboardProcess()
        let created = try await server.run("create", "image_generation", "--title", "Cover")
        #expect(created.exitCode == 0)
        let id = created.output.filter { !$0.isNewline }
        #expect(try await server.run("update", id, "40", "-m", "drawing").exitCode == 0)

        let shown = try await server.run("get", id, "--json")
        let task = try JSONValue.parse(shown.output)
        #expect(task["progress"]?.number == 40)
        #expect(task["message"] == "drawing")
        #expect(task["title"] == "Cover")
        #expect(try await server.run("get", id).output.contains("message: drawing\n"))

        let waiting = try server.start("wait", id, "--json")
        let completed = try await server.run("complete", id, "--result", #"{"file": "a.png"}"#, "--json")
        #expect(completed.exitCode == 0)
        #expect(try JSONValue.parse(completed.output)["status"] == "completed")
        let waited = try await Finished(waiting)
        #expect(waited.exitCode == 0)
        #expect(try JSONValue.parse(waited.output)["details"]?["result"] == ["file": "a.png"])
    }

    @Test func `lists are chosen by status and type`() async throws {
        let server = try await GenboardProcess()
        #expect(try await server.run("create", "text", "--id", "a").output == "a\n")
        #expect(try await server.run("create", "image", "--id", "b", "--json").exitCode == 0)
        #expect(try await server.run("fail", "b", "no GPU").exitCode == 0)
        let failed = try JSONValue.parse(try await server.run("list", "--status", "failed", "--json").output)
        #expect(failed.array?.compactMap { $0["task_id"]?.string } == ["b"])
        #expect(failed.array?.first?["details"]?["error"] == "no GPU")
        let texts = try await server.run("list", "--type", "text")
        #expect(texts.output.hasPrefix("a  text  pending  0%"))
        #expect(try await server.run("list").output.split(separator: "\n").count == 2)
    }

    @Test func `the exit code says how it ended`() async throws {
        let server = try await GenboardProcess()
        for id in ["completed", "failed", "cancelled", "pending"] { _ = try await server.run("create", "--id", id) }
        #expect(try await server.run("complete", "completed").exitCode == 0)
        #expect(try await server.run("fail", "failed", "no GPU").exitCode == 0)
        #expect(try await server.run("cancel", "cancelled").exitCode == 0)
        #expect(try await server.run("wait", "completed").exitCode == 0)
        #expect(try await server.run("wait", "failed").exitCode == 1)
        #expect(try await server.run("wait", "cancelled").exitCode == 3)
        #expect(try await server.run("wait", "pending", "--timeout", "0.2s").exitCode == 4)
        #expect(try await server.run("update", "cancelled", "50").exitCode == 3)
        #expect(try await server.run("cancel", "completed").exitCode == 1)

        let unknown = try await server.run("get", "nobody")
        #expect(unknown.exitCode == 1)
        #expect(unknown.errors.contains("nobody"))
        let asJSON = try await server.run("get", "nobody", "--json")
        #expect(try JSONValue.parse(asJSON.output)["error"] == "unknown_task")
    }

    @Test(arguments: [["update"], ["update", "a", "forty"], ["nonsense"], ["list", "--colour"], ["get", "a", "b"]])
    func `a wrong command line exits with 2 and says why`(_ arguments: [String]) async throws {
        let finished = try await Finished(Genboard.start(arguments))
        #expect(finished.exitCode == 2)
        #expect(!finished.errors.isEmpty)
    }

    @Test func `without a server a command exits with 5 and names the address`() async throws {
        let finished = try await Finished(Genboard.start(["list", "--url", "http://127.0.0.1:9"]))
        #expect(finished.exitCode == 5)
        #expect(finished.errors.contains("127.0.0.1:9"))
    }

    @Test func `an empty variable is as good as none`() async throws {
        let watch = try Genboard.start(["watch"], environment: ["GENBOARD_URL": ""])
        let list = try await Finished(Genboard.start(["list"], environment: ["GENBOARD_URL": ""]))
        #expect(!list.errors.contains("is not the address"))
        try await waitFor("the standard address") { watch.standardError.contains("127.0.0.1:5000") ? true : nil }
    }

    @Test func `no line of any help is wider than a narrow terminal`() async throws {
        let help = try await Finished(Genboard.start(["--help"])).output
        let commands = help.split(separator: "\n").compactMap { line in
            line.hasPrefix("  genboard ") ? line.split(separator: " ").dropFirst().first : nil
        }
        #expect(commands.count > 10)
        for command in commands where command != "[OPTIONS]" {
            let text = try await Finished(Genboard.start(["help", String(command)])).output
            for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        }
        for line in help.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test func `genboard on a port with a server looks once and keeps one connection`() async throws {
        let server = try await GenboardProcess()
        let dashboard = try Genboard.start(["--port", String(server.port), "--plain"])
        try await waitFor("the connection") { dashboard.standardError.contains("connected to") ? true : nil }
        try await waitFor("one client") {
            try await server.curl("GET", "/api/clients").json["clients"]?.array?.count == 1 ? true : nil
        }
    }

    @Test func `watch prints a line for each change of status into a pipe`() async throws {
        let server = try await GenboardProcess()
        let watch = try Genboard.start(["watch", server.url])
        #expect(try await server.run("create", "text", "--id", "a").exitCode == 0)
        try await watch.line("the new task") { $0.contains("a  text  pending") ? true : nil }
        #expect(try await server.run("update", "a", "40").exitCode == 0)
        try await watch.line("its start") { $0.contains("a  text  started") ? true : nil }
        #expect(try await server.run("complete", "a").exitCode == 0)
        try await watch.line("its end") { $0.contains("a  text  completed  100%") ? true : nil }
    }

    @Test func `list takes the dashboard's filters`() async throws {
        let server = try await GenboardProcess()
        try await server.shell(
            "genboard create image_generation --id a --title 'A poster'; genboard create --id b; genboard fail b 'out of memory'"
        )
        #expect(try await server.run("list", "--filter", "type:image* poster").output.hasPrefix("a  "))
        #expect(try await server.run("list", "--filter", "status:failed \"of mem\" <1h").output.hasPrefix("b  "))
        #expect(try await server.run("list", "--filter", "!status:ended >1h").output == "")
        let old = try await StandInServer(
            script: #"{"list_tasks":{"ack":{"ok":true,"more":false,"tasks":[{"task_id":"a","status":"started"},"#
                + #"{"task_id":"b","status":"failed"}]}}}"#
        )
        #expect(try await old.run("list", "--filter", "status:failed").output.hasPrefix("b  "), "it takes no filter")
        let wrong = try await server.run("list", "--filter", "size>3")
        #expect(wrong.exitCode == 2)
        #expect(wrong.errors.contains("cannot be compared"))
    }
}
