import Foundation
import JSON
import Testing

/// The ways in which `genboard run` comes to its end when something is in its way.
@Suite struct RunEndTests {
    @Test func `a server that has forgotten the task gets its newest state at once`() async throws {
        let server = try await GenboardProcess()
        let script = #"echo '{"progress": 40, "status": "generating_image", "message": "drawing"}'; read go"#
        let run = try server.start("run", "--", "sh", "-c", script)
        _ = try await server.task { $0["progress"]?.number == 40 }
        server.program.kill()
        _ = try await server.program.exitCode()
        let returned = try await GenboardProcess(port: server.port)
        let task = try await returned.task { $0["progress"]?.number == 40 }
        #expect(task["status"] == "generating_image")
        #expect(task["message"] == "drawing")
        run.endInput()
        _ = try await run.exitCode()
    }

    @Test func `a result that is refused is told, and the task completes without it`() async throws {
        let server = try await GenboardProcess()
        let script = #"printf '{"result": {"text": "'; head -c 300000 /dev/zero | tr '\0' x; echo '"}}'"#
        let finished = try await server.run("run", "--", "sh", "-c", script)
        #expect(finished.exitCode == 0)
        #expect(finished.errors.contains("genboard: the server does not take the task's end"))
        #expect(finished.errors.contains("result"))
        let task = try await server.task { $0["status"] == "completed" }
        #expect(task["message"]?.string?.contains("did not take its result") == true)
        #expect(task["details"]?["result"] == nil)
    }

    @Test func `an error that is refused is told, and the task fails with its beginning`() async throws {
        let server = try await GenboardProcess()
        let script = #"printf '{"error": "no paper '; head -c 100000 /dev/zero | tr '\0' x; echo '"}'; exit 3"#
        let finished = try await server.run("run", "--", "sh", "-c", script)
        #expect(finished.exitCode == 3)
        #expect(finished.errors.contains("genboard: the server does not take the task's end"))
        let task = try await server.task { $0["status"] == "failed" }
        #expect(task["message"]?.string?.hasPrefix("no paper xxx") == true)
    }

    @Test func `a task that is refused is told, and the command runs`() async throws {
        let server = try await GenboardProcess()
        let type = String(repeating: "x", count: 500)
        let finished = try await server.run("run", "--type", type, "--", "sh", "-c", "sleep 0.3; echo out; exit 7")
        #expect(finished.exitCode == 7)
        #expect(finished.output == "out\n")
        #expect(finished.errors.contains("genboard: the server does not take the task"))
    }

    @Test func `a command that takes no notice of being cancelled is ended at once by force`() async throws {
        let server = try await GenboardProcess()
        let script = "trap '' TERM; echo '{\"progress\": 1}'; while :; do sleep 0.1; done"
        let run = try server.start("run", "--grace", "1h", "--", "sh", "-c", script)
        let id = try await server.task { $0["progress"]?.number == 1 }["task_id"]?.string ?? ""
        #expect(try await server.run("cancel", id).exitCode == 0)
        _ = try await server.task { $0["releasing"] == true }
        #expect(try await server.run("cancel", "--force", id).exitCode == 0)
        #expect(try await run.exitCode() == 137)
        _ = try await server.task { $0["status"] == "cancelled" && $0["releasing"] == false }
    }

    @Test func `a command whose reader goes away ends as it would alone`() async throws {
        let server = try await GenboardProcess()
        let pipeline = try RunningProgram(
            ["/bin/sh", "-c", "'\(Genboard.path)' run -- yes | head -1"],
            environment: server.environment,
        )
        #expect(try await pipeline.exitCode() == 0)
        #expect(pipeline.standardOutput == "y\n")
        let task = try await server.task { $0["status"] == "failed" }
        #expect(task["details"]?["error"]?.string?.contains("signal 13") == true)
    }

    @Test func `a signal ends it also while its reader is stuck`() async throws {
        let server = try await GenboardProcess()
        let script = """
            d=$(mktemp -d); mkfifo $d/f; sleep 300 < $d/f & reader=$!
            '\(Genboard.path)' run -- yes > $d/f & echo $!; wait $!; echo ended $?; kill $reader; rm -r $d
            """
        let shell = try RunningProgram(["/bin/sh", "-c", script], environment: server.environment)
        let run = try await shell.line("its process") { Int32($0) }
        // Once its output has come to a stop, the command sleeps in a write.
        _ = try await server.task { $0["status"] == "started" }
        try await Process.sleeping(childOf: run)
        kill(run, SIGTERM)
        try await shell.line("its end") { $0 == "ended \(128 + SIGTERM)" ? true : nil }
        #expect(try await shell.exitCode() == 0)
        _ = try await server.task { $0["status"] == "cancelled" && $0["releasing"] == false }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can make a process that others may not signal"))
    func `a process that may not be signalled does not keep it for ever`() async throws {
        let server = try await GenboardProcess()
        let made = try await Finished(RunningProgram(["/usr/bin/env", "mktemp", "-d"]))
        let directory = made.output.filter { !$0.isNewline }
        let script = """
            chmod 755 \(directory); cp "$(command -v setpriv)" \(directory)/become; chmod 4755 \(directory)/become
            exec setpriv --reuid 65534 --clear-groups '\(Genboard.path)' run --grace 0.1s -- \
                sh -c '\(directory)/become --reuid 0 sleep 300 & echo $!; sleep 300'
            """
        let run = try RunningProgram(["/bin/sh", "-c", script], environment: server.environment)
        let survivor = try await run.line("the process") { Int32($0) }
        try await waitFor("another user") {
            // There may be nothing to see while it becomes another.
            let owner = try? FileManager.default.attributesOfItem(atPath: "/proc/\(survivor)")[.ownerAccountID]
            return owner as? Int == 0 ? true : nil
        }
        run.signal(SIGTERM)
        try await waitFor("its end") { try Process.state(of: run.processID) == "Z" ? true : nil }
        #expect(kill(survivor, 0) == 0)
        // The survivor has inherited what tells the end.
        kill(survivor, SIGKILL)
        #expect(try await run.exitCode() == 128 + SIGTERM)
        #expect(run.standardError.contains("could not be ended"))
        _ = try await server.task { $0["status"] == "cancelled" }
    }

    @Test func `a reader who is slow and does not block costs no processor`() async throws {
        let server = try await GenboardProcess()
        let script = """
            import fcntl, os, subprocess, sys, time
            reading, writing = os.pipe()
            fcntl.fcntl(writing, fcntl.F_SETFL, os.O_NONBLOCK)
            run = subprocess.Popen([sys.argv[1], "run", "--", "head", "-c", "5000000", "/dev/zero"], stdout=writing)
            os.close(writing)
            ticks = lambda: sum(map(int, open(f"/proc/{run.pid}/stat").read().rsplit(")", 1)[1].split()[11:13]))
            time.sleep(1)
            before = ticks()
            time.sleep(1)
            print(ticks() - before, len(open(reading, "rb").read()), run.wait())
            """
        let python = try RunningProgram(
            ["/usr/bin/env", "python3", "-c", script, Genboard.path],
            environment: server.environment,
        )
        let numbers = try await python.line("the outcome") { $0.split(separator: " ").compactMap { Int($0) } }
        #expect(numbers[0] < 20, "ticks of a hundredth of a second")
        #expect(numbers.dropFirst() == [5_000_000, 0])
    }
}

extension Process {
    /// Waits until the first child of a process is asleep.
    fileprivate static func sleeping(childOf parent: Int32) async throws {
        try await waitFor("a sleeping child") { () -> Bool? in
            let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(parent)/task")
            let children = try threads.map {
                try String(contentsOfFile: "/proc/\(parent)/task/\($0)/children", encoding: .utf8)
            }
            guard let child = children.joined().split(separator: " ").first.flatMap({ Int32($0) }) else { return nil }
            return try state(of: child) == "S" ? true : nil
        }
    }

    /// The letter that the kernel has for what a process does.
    fileprivate static func state(of process: Int32) throws -> String {
        let stat = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        return String(stat[stat.index(stat.lastIndex(of: ")") ?? stat.startIndex, offsetBy: 2)...].prefix(1))
    }
}
