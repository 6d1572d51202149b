import Generation
import Glibc
import Networking
import Testing

/// Whether a process, or with a negative id any of a group, is there, if only as a zombie.
private func exists(_ id: pid_t) -> Bool { kill(id, 0) == 0 }

@EventLoop
@Suite(.timeLimit(.minutes(2))) struct CancelTests {
    @Test func `cancelling ends the command and all its children`() async throws {
        let command = try Command(script: "echo $$; sleep 300 & echo $!; (sleep 300 & echo $!; wait) & wait")
        try await command.printed(lines: 3)
        let processes = command.numbers
        #expect(processes.allSatisfy(exists))
        command.cancel(grace: .seconds(10))
        try await command.released()
        #expect(command.status == .signalled(SIGTERM))
        #expect(!exists(-processes[0]))
        #expect(!processes.contains(where: exists))
    }

    @Test func `one that ignores the request is killed after the grace, not before`() async throws {
        let command = try Command(script: "trap '' TERM; echo $$; sleep 300; sleep 300")
        try await command.printed(lines: 1)
        let start = ContinuousClock.now
        command.cancel(grace: .milliseconds(150))
        try await command.released()
        #expect(command.status == .signalled(SIGKILL))
        #expect(ContinuousClock.now - start >= .milliseconds(140))
        #expect(!exists(-command.numbers[0]))
    }

    @Test func `asking twice does not wait for the grace`() async throws {
        let command = try Command(script: "trap '' TERM; echo $$; sleep 300")
        try await command.printed(lines: 1)
        command.cancel(grace: .seconds(3600))
        command.cancel(grace: .seconds(3600))
        try await command.released()
        #expect(command.status == .signalled(SIGKILL))
    }

    @Test func `the leader's end does not end the watch over its children`() async throws {
        let command = try Command(
            script: "trap 'exit 3' TERM; echo $$; (trap '' TERM; echo ready; sleep 300; sleep 300) & wait"
        )
        try await command.printed(lines: 2)
        command.cancel(grace: .seconds(2))
        #expect(try await command.exit() == .exited(3))
        try await command.released()
        #expect(command.ends == ["exit", "released"])
        #expect(!exists(-command.numbers[0]))
    }

    @Test func `last words after the request are heard`() async throws {
        let command = try Command(script: "trap 'seq 1 20000; echo bye; exit 4' TERM; echo $$; sleep 300 & wait")
        try await command.printed(lines: 1)
        command.cancel(grace: .seconds(10))
        try await command.released()
        #expect(command.status == .exited(4))
        #expect(command.output.suffix(10) == Array("20000\nbye\n".utf8)[...])
    }

    @Test func `a stopped command can be cancelled`() async throws {
        let command = try Command(script: "echo $$; kill -STOP $$; sleep 300")
        try await command.printed(lines: 1)
        command.cancel(grace: .seconds(10))
        try await command.released()
        #expect(command.status == .signalled(SIGTERM))
    }

    @Test func `cancelling what has ended is answered at once`() async throws {
        let command = try Command(script: "exit 0")
        _ = try await command.exit()
        command.cancel(grace: .seconds(10))
        #expect(command.ends == ["exit", "released"])
    }
}

@EventLoop
@Suite(.timeLimit(.minutes(2))) struct BackgroundChildrenTests {
    /// Ends a process that a command left behind; it has become our child.
    private func end(_ process: pid_t) {
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
    }

    @Test func `what a command leaves running in the background neither delays its end nor is ended`() async throws {
        let command = try Command(script: "sleep 300 & echo $!")
        #expect(try await command.exit() == .exited(0))
        let background = try #require(command.numbers.first)
        #expect(exists(background))
        end(background)
    }

    @Test func `output that was held back is not lost when others keep the pipe open`() async throws {
        let command = try Command(script: "sleep 300 & echo $!; seq 1 5000")
        command.process?.pauseOutput()
        #expect(try await command.exit() == .exited(0))
        let lines = String(decoding: command.output, as: UTF8.self).split(separator: "\n")
        #expect(lines.dropFirst().elementsEqual((1...5000).map { "\($0)" }))
        end(try #require(command.numbers.first))
    }

    @Test func `a command whose output is held back waits until it is read again`() async throws {
        let command = try Command(script: "seq 1 160000")
        command.process?.pauseOutput()
        try await Task.sleep(for: .milliseconds(100))
        #expect(command.status == nil)
        #expect(command.output.isEmpty)
        command.process?.resumeOutput()
        #expect(try await command.exit() == .exited(0))
        #expect(command.numbers == (1...160_000).map { pid_t($0) })
    }
}
