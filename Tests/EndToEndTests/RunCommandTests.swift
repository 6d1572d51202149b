import Foundation
import JSON
import Testing

/// `genboard run`: any command as a task that is watched and cancelled from elsewhere.
@Suite struct RunCommandTests {
    @Test func `output, errors and exit code pass through`() async throws {
        let server = try await GenboardProcess()
        let finished = try await server.run("run", "--", "sh", "-c", "echo out; echo err >&2; exit 7")
        #expect(finished.exitCode == 7)
        #expect(finished.output == "out\n")
        #expect(finished.errors == "err\n")
        let task = try await server.task { $0["status"] == "failed" }
        #expect(task["details"]?["error"]?.string?.hasPrefix("exit code 7") == true)
    }

    @Test func `lines of JSON are reports, and the last one the result`() async throws {
        let server = try await GenboardProcess()
        let script = """
            echo '{"progress": 40, "status": "generating_image", "message": "drawing", "details": {"step": 2}}'
            read go
            echo '{"result": {"file": "a.png"}}'
            """
        let run = try server.start("run", "--type", "image_generation", "--title", "Cover", "--", "sh", "-c", script)
        let task = try await server.task { $0["progress"]?.number == 40 }
        #expect(task["task_type"] == "image_generation")
        #expect(task["title"] == "Cover")
        #expect(task["status"] == "generating_image")
        #expect(task["message"] == "drawing")
        #expect(task["details"] == ["step": 2])
        try run.send(text: "go\n")
        #expect(try await run.exitCode() == 0)
        let completed = try await server.task { $0["status"] == "completed" }
        #expect(completed["details"]?["result"] == ["file": "a.png"])
    }

    @Test func `a progress bar's percentages are reports`() async throws {
        let server = try await GenboardProcess()
        let script = #"printf '\r  5%%|#     | 1/20' >&2; printf '\r 55%%|######   | 11/20 [00:11<00:09]' >&2; read go"#
        let run = try server.start("run", "--", "sh", "-c", script)
        _ = try await server.task { $0["progress"]?.number == 55 }
        run.endInput()
        _ = try await run.exitCode()
        #expect(run.standardError == "\r  5%|#     | 1/20\r 55%|######   | 11/20 [00:11<00:09]")
    }

    @Test func `cancelled from elsewhere, no process of the command survives`() async throws {
        let server = try await GenboardProcess()
        let run = try server.start("run", "--", "sh", "-c", "echo $$; sleep 300 & sleep 300")
        let group = try await run.line("the command's group") { Int32($0) }
        let id = try #require(try await server.task { $0["status"] == "started" }["task_id"]?.string)
        #expect(kill(-group, 0) == 0)
        #expect(try await server.run("cancel", id).exitCode == 0)
        #expect(try await run.exitCode() == 128 + SIGTERM)
        #expect(kill(-group, 0) == -1 && errno == ESRCH)
        _ = try await server.task { $0["status"] == "cancelled" && $0["releasing"] == false }
    }

    @Test func `a command that ignores SIGTERM is killed after the grace`() async throws {
        let server = try await GenboardProcess()
        let script = "trap '' TERM; echo $$; while :; do sleep 0.1; done"
        let run = try server.start("run", "--grace", "0.3s", "--", "sh", "-c", script)
        let group = try await run.line("the command's group") { Int32($0) }
        let id = try #require(try await server.task { $0["status"] == "started" }["task_id"]?.string)
        let start = ContinuousClock.now
        #expect(try await server.run("cancel", id).exitCode == 0)
        #expect(try await run.exitCode() == 128 + SIGKILL)
        #expect(ContinuousClock.now - start >= .milliseconds(300))
        #expect(kill(-group, 0) == -1 && errno == ESRCH)
    }

    @Test func `Ctrl-C cancels the task for everybody`() async throws {
        let server = try await GenboardProcess()
        let run = try server.start("run", "--", "sleep", "300")
        _ = try await server.task { $0["status"] == "started" }
        run.signal(SIGINT)
        #expect(try await run.exitCode() == 128 + SIGTERM)
        _ = try await server.task { $0["status"] == "cancelled" && $0["releasing"] == false }
    }

    @Test func `a second Ctrl-C does not wait for the grace`() async throws {
        let server = try await GenboardProcess()
        let script = "trap '' TERM; echo ready; while :; do sleep 0.1; done"
        let run = try server.start("run", "--grace", "60s", "--", "sh", "-c", script)
        try await run.line("the command's start") { $0 == "ready" ? true : nil }
        run.signal(SIGINT)
        _ = try await server.task { $0["status"] == "cancelled" }
        run.signal(SIGINT)
        #expect(try await run.exitCode() == 128 + SIGKILL)
    }

    @Test func `a megabyte of output and of input arrives whole`() async throws {
        let server = try await GenboardProcess()
        let text = String(repeating: "0123456789abcde\n", count: 1 << 16)
        let run = try server.start("run", "--", "cat")
        try run.send(text: text)
        let finished = try await Finished(run)
        #expect(finished.exitCode == 0)
        #expect(finished.output == text)
    }

    @Test func `a command that does not exist exits as in a shell, and says so`() async throws {
        let server = try await GenboardProcess()
        let finished = try await server.run("run", "--", "no-such-command")
        #expect(finished.exitCode == 127)
        #expect(finished.errors.contains("no-such-command"))
    }

    @Test func `a server killed in the middle gets the state back when it returns`() async throws {
        let server = try await GenboardProcess()
        let script = """
            echo '{"progress": 10}'; read go
            echo '{"progress": 60}'; echo said; read go
            """
        let run = try server.start("run", "--", "sh", "-c", script)
        let id = try #require(try await server.task { $0["progress"]?.number == 10 }["task_id"])
        server.program.kill()
        _ = try await server.program.exitCode()
        try run.send(text: "go\n")
        try await run.line("the next report") { $0 == "said" ? true : nil }
        #expect(run.isRunning)

        let returned = try await GenboardProcess(port: server.port)
        #expect(try await returned.task { $0["progress"]?.number == 60 }["task_id"] == id)
        try run.send(text: "go\n")
        #expect(try await run.exitCode() == 0)
        _ = try await returned.task { $0["status"] == "completed" }
    }

    @Test func `without any server the command runs and its exit code is kept`() async throws {
        let arguments = ["run", "--url", "http://127.0.0.1:9", "--", "sh", "-c", "echo out; exit 7"]
        let finished = try await Finished(Genboard.start(arguments))
        #expect(finished.exitCode == 7)
        #expect(finished.output == "out\n")
    }
}
