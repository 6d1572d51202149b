import Foundation
import JSON
import Testing

/// The server's own workers: tasks that are submitted, done by generators, cancelled and retried.
struct GeneratorTests {
    /// Reports, waits for the word to go on, leaves a file and its result.
    private static let painter = """
        import json, os, sys, time
        job = json.load(sys.stdin)
        print(json.dumps({"progress": 50, "status": "generating_image", "message": job["input"]["prompt"]}), flush=True)
        while not os.path.exists("$DIR/go"): time.sleep(0.01)
        path = os.path.join(os.environ["GENBOARD_OUTPUT"], "picture.txt")
        with open(path, "w") as file: file.write(job["input"]["prompt"] * job["input"]["times"])
        print(json.dumps({"result": {"file": path, "url": os.environ["GENBOARD_URL"], "id": os.environ["GENBOARD_TASK_ID"],
                                     "job": [job["task_id"], job["task_type"], job["attempt"]]}}))
        """

    @Test func `a submitted task moves, completes with its result, and its files go when it is deleted`() async throws {
        let shop = try Workshop("[generator image]\ncommand = python3 $DIR/painter.py")
        try shop.write(GeneratorTests.painter.replacingOccurrences(of: "$DIR", with: shop.path), to: "painter.py")
        let server = try await shop.server()
        let submit = try server.start("submit", "image", "-i", "prompt=猫 1", "-i", "times=2", "--id", "cat", "--wait")
        let moving = try await server.task("cat") { $0["progress"]?.number == 50 }
        #expect(moving["status"] == "generating_image" && moving["message"] == "猫 1")
        try shop.write("", to: "go")
        #expect(try await Finished(submit).exitCode == 0)
        let done = try await server.task("cat", reaches: "completed")
        let result = try #require(done["details"]?["result"])
        #expect(result["url"]?.string == server.url && result["id"] == "cat" && result["job"] == ["cat", "image", 1])
        #expect(result["output"]?.string == shop.output(of: "cat"))
        #expect(try String(contentsOfFile: result["file"]?.string ?? "", encoding: .utf8) == "猫 1猫 1")
        #expect(try await server.curl("DELETE", "/api/tasks/cat").status == 204)
        try await waitFor("its files to go") { shop.hasOutput(of: "cat") ? nil : true }
    }

    @Test func `a cancelled generator gets its grace, leaves no process and no file, and only then has let go`()
        async throws
    {
        let shop = try Workshop("[generator stubborn]\ncommand = sh $DIR/stubborn.sh\ngrace = 400ms")
        try shop.write(
            """
            trap '' TERM
            cd "$GENBOARD_OUTPUT" && touch half
            sleep 300 & echo $! > \(shop.path)/pids
            setsid sleep 300 & echo $! >> \(shop.path)/pids
            (sleep 300 & echo $! >> \(shop.path)/pids; wait) & echo $$ >> \(shop.path)/pids
            wait; sleep 300
            """,
            to: "stubborn.sh",
        )
        let server = try await shop.server()
        #expect(try await server.run("submit", "stubborn", "--id", "s").exitCode == 0)
        let processes = try await shop.processes(in: "pids", count: 4)
        #expect(shop.hasOutput(of: "s"))
        #expect(try await server.run("cancel", "s").exitCode == 0)
        let cancelled = try await server.curl("GET", "/api/tasks/s").json
        #expect(cancelled["status"] == "cancelled" && cancelled["releasing"] == true)
        #expect(try await server.curl("POST", "/api/tasks/s/retry").json["error"] == "not_retryable")
        try await server.task("s") { $0["releasing"] == false }
        #expect(!processes.contains(where: shop.isRunning))
        #expect(!shop.hasOutput(of: "s"))
    }

    @Test func `one that floods its output holds nobody up, and is understood to the end`() async throws {
        let shop = try Workshop("[generator loud]\ncommand = sh $DIR/loud.sh")
        try shop.write(
            """
            i=0
            while [ $i -lt 20000 ]; do i=$((i + 1)); echo '{"progress": '$((i / 400))', "message": "'$i'"}'; done
            echo '{"progress": 77}'
            until [ -e \(shop.path)/go ]; do sleep 0.01; done
            """,
            to: "loud.sh",
        )
        let server = try await shop.server()
        #expect(try await server.run("submit", "loud", "--id", "loud").exitCode == 0)
        try await server.task("loud") { $0["progress"]?.number == 77 && $0["message"] == "20000" }
        try shop.write("", to: "go")
        _ = try await server.task("loud", reaches: "completed")
    }

    @Test func `force does not wait for the grace`() async throws {
        let shop = try Workshop(
            "[generator stubborn]\ncommand = sh -c \"trap '' TERM; echo $$ > $DIR/pid; sleep 300\"\ngrace = 1h"
        )
        let server = try await shop.server()
        #expect(try await server.run("submit", "stubborn", "--id", "s").exitCode == 0)
        let processes = try await shop.processes(in: "pid")
        #expect(try await server.run("cancel", "s").exitCode == 0)
        #expect(try await server.run("cancel", "s", "--force").exitCode == 0)
        try await server.task("s") { $0["releasing"] == false }
        #expect(!processes.contains(where: shop.isRunning))
    }

    @Test func `as many run as may, the others wait in their order, and a full queue takes no more`() async throws {
        let shop = try Workshop(
            """
            [generator image]
            command = sh -c 'until [ -e "$DIR/$GENBOARD_TASK_ID" ]; do sleep 0.01; done'
            concurrency = 2
            [generator text]
            command = true
            """
        )
        let server = try await shop.server(options: ["--workers", "3", "--queue", "2"])
        for id in ["a", "b", "c", "d"] { #expect(try await server.run("submit", "image", "--id", id).exitCode == 0) }
        for id in ["a", "b"] { _ = try await server.task(id, reaches: "started") }
        #expect(try await server.curl("GET", "/api/tasks/c").json["message"] == "Place 1 in the queue")
        #expect(try await server.curl("GET", "/api/tasks/d").json["message"] == "Place 2 in the queue")
        let refused = try await server.curl("POST", "/api/tasks", ["task_type": "image", "input": [:]])
        #expect(refused.status == 503 && refused.json["error"] == "queue_full")
        #expect(try await server.run("cancel", "c").exitCode == 0)
        #expect(try await server.curl("GET", "/api/tasks/c").json["releasing"] == false)
        #expect(try await server.curl("GET", "/api/tasks/d").json["message"] == "Place 1 in the queue")
        #expect(try await server.run("submit", "text", "--wait").exitCode == 0, "another type has a place of its own")
        try shop.write("", to: "b")
        _ = try await server.task("b", reaches: "completed")
        _ = try await server.task("d", reaches: "started")
        let again = try await server.curl("POST", "/api/tasks", ["task_type": "image", "task_id": "d", "input": [:]])
        #expect(again.status == 201 && again.json["status"] == "started", "the same id and type is the same task")
        for id in ["a", "d"] { try shop.write("", to: id) }
        for id in ["a", "d"] { _ = try await server.task(id, reaches: "completed") }
    }

    @Test(arguments: [
        ("command = /nonexistent/tool", "failed", "there is no such command"),
        ("command = sh -c 'echo oh; echo no >&2; exit 3'", "failed", "exit code 3\noh\nno"),
        ("command = sh -c 'echo \"{\\\"error\\\": \\\"no paper\\\"}\"'", "failed", "no paper"),
        ("command = sh -c 'kill -SEGV $$'", "failed", "ended by signal 11"),
        ("command = sh -c 'head -c 300000 /dev/urandom; exit 4'", "failed", "exit code 4"),
        ("command = sh -c 'head -c 3000000 /dev/zero | tr \"\\0\" x'", "completed", ""),
        ("command = sh -c 'sleep 300'\ntimeout = 200ms", "failed", "Took longer than 0.2 s"),
        ("command = sh -c 'printf \"37%%|###   | 3/8\\r\" >&2'", "completed", ""),
    ])
    func `however a generator ends, its task says how`(_ lines: String, _ status: String, _ message: String)
        async throws
    {
        let shop = try Workshop("[generator odd]\n" + lines)
        let server = try await shop.server()
        _ = try await server.run("submit", "odd", "--id", "odd")
        let ended = try await server.task("odd") { ["failed", "completed"].contains($0["status"]?.string ?? "") }
        #expect(ended["status"]?.string == status)
        #expect(ended["message"]?.string?.contains(message) == true || message.isEmpty, "\(ended)")
        try await waitFor("its directory to go") { shop.hasOutput(of: "odd") ? nil : true }
        #expect(try await server.run("submit", "odd").exitCode == 0, "the place is free")
    }

    @Test func `a failed task is retried as its next attempt, and its history says by whom`() async throws {
        let shop = try Workshop("[generator once]\ncommand = sh -c 'test -e $DIR/go'")
        let server = try await shop.server()
        #expect(try await server.run("submit", "once", "--id", "t", "--wait").exitCode == 1)
        try shop.write("", to: "go")
        let answer = try await server.curl("POST", "/api/tasks/t/retry", ["attempt": 1])
        #expect(answer.status == 200 && answer.json["task"]?["attempt"] == 2)
        let done = try await server.task("t", reaches: "completed")
        #expect(done["attempt"] == 2 && done["details"]?["error"] == nil)
        let history = try await server.curl("GET", "/api/tasks/t/history").json["history"]?.array ?? []
        let events = history.compactMap { $0["event"]?.string }
        #expect(events == ["created", "started", "failed", "retried", "started", "completed"])
        #expect(history.first { $0["event"] == "retried" }?["by"] == "REST")

        let completed = try await server.run("retry", "t")
        #expect(completed.exitCode == 1 && completed.errors.contains("completed"))
        #expect(try await server.curl("POST", "/api/tasks/t/retry").status == 409)
        #expect(try await server.curl("POST", "/api/tasks/t/retry", ["attempt": 1]).json["error"] == "other_attempt")
        try await server.shell("genboard create --id other; genboard fail other no")
        let other = try await server.curl("POST", "/api/tasks/other/retry")
        #expect(other.status == 409 && other.json["error"] == "not_retryable")
        #expect(try await server.curl("POST", "/api/tasks/nobody/retry").status == 404)
    }

    @Test(arguments: [
        (#"{"result": 5}"#, #"{"value": 5}"#),
        (#"{"status": "completed", "details": {"result": 5}}"#, #"{"value": 5}"#),
        (#"{"status": "completed", "details": {"result": {"a": 1}}}"#, #"{"a": 1}"#),
    ])
    func `a result is kept, whichever way and whatever it is`(_ line: String, _ result: String) async throws {
        let shop = try Workshop("[generator odd]\ncommand = cat $DIR/line")
        try shop.write(line + "\n", to: "line")
        let server = try await shop.server()
        #expect(try await server.run("submit", "odd", "--id", "t", "--wait").exitCode == 0)
        let done = try await server.curl("GET", "/api/tasks/t").json
        #expect(done["details"]?["result"] == (try JSONValue.parse(result)))
    }

    @Test func `what a report says besides its end is kept`() async throws {
        let shop = try Workshop("[generator odd]\ncommand = cat $DIR/line")
        try shop.write(#"{"status": "completed", "message": "all", "details": {"n": 1}}"#, to: "line")
        let server = try await shop.server()
        #expect(try await server.run("submit", "odd", "--id", "t", "--wait").exitCode == 0)
        let done = try await server.curl("GET", "/api/tasks/t").json
        #expect(done["message"] == "all" && done["details"]?["n"] == 1)
    }

    @Test func `a type that nobody does is refused with those that somebody does`() async throws {
        let shop = try Workshop("[generator image]\ncommand = true\n[generator text]\ncommand = true")
        let server = try await shop.server()
        let client = try await SocketIOPeer(server)
        let greeting = try await client.event("connected")
        #expect(greeting["task_types"] == ["image", "text"])
        let refused = try await server.run("submit", "sound")
        #expect(refused.exitCode == 1 && refused.errors.contains("image, text"))
        let answer = try await server.curl("POST", "/api/tasks", ["task_type": "sound", "input": [:]])
        #expect(answer.status == 400 && answer.json["error"] == "unknown_task_type")
        let large = JSONValue.string(String(repeating: "x", count: 70_000))
        let tooLarge = try await server.curl("POST", "/api/tasks", ["task_type": "text", "input": ["text": large]])
        #expect(tooLarge.json["error"] == "invalid_input")
        let without = try await GenboardProcess()
        #expect(try await without.run("submit", "image").errors.contains("no workers of its own"))
    }

    @Test func `what is wrong with a generator is told with its line, and no server starts with it`() async throws {
        let shop = try Workshop(
            "[generator a]\ncommand = draw 'x\ngrace = soon\n[generator b]\nconcurency = 2\n[generator a]\ncommand = x\n[generator]"
        )
        let check = try await Finished(
            Genboard.start(["config", "check"], environment: ["XDG_CONFIG_HOME": shop.path])
        )
        #expect(check.exitCode == 1)
        let lines = check.output.split(separator: "\n").compactMap { line in
            line.split(separator: ":").dropFirst().first
        }
        #expect(lines == ["2", "3", "4", "5", "6", "8"], "\(check.output)")
        #expect(check.output.contains("Did you mean concurrency?"))
        let serve = try Genboard.start(["serve", "--port", "0"], environment: ["XDG_CONFIG_HOME": shop.path])
        #expect(try await serve.exitCode() == 2)
    }
}
