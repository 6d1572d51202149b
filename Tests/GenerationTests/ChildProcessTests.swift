import Foundation
import Generation
import Networking
import Testing

@EventLoop
@Suite(.timeLimit(.minutes(2))) struct ChildProcessTests {
    @Test(arguments: [
        ("exit 0", Generation.ExitStatus.exited(0)), ("exit 7", .exited(7)), ("exit 255", .exited(255)),
        ("kill -KILL $$", .signalled(SIGKILL)), ("kill -TERM $$", .signalled(SIGTERM)),
    ])
    func `the end is told as it was`(_ script: String, _ status: Generation.ExitStatus) async throws {
        let command = try Command(script: script)
        #expect(try await command.exit() == status)
    }

    @Test func `a megabyte on each stream arrives whole and in order before the end`() async throws {
        let command = try Command(script: "seq 1 160000 >&2 & seq 1 160000; wait")
        #expect(try await command.exit() == .exited(0))
        let expected = Array((1...160_000).map { "\($0)\n" }.joined().utf8)
        #expect(command.output == expected)
        #expect(command.errors == expected)
    }

    @Test(arguments: [
        ("no-such-command-anywhere", LaunchError.notFound("no-such-command-anywhere"), 127),
        ("", .notFound(""), 127),
        ("/etc/hostname", .notExecutable("/etc/hostname"), 126),
        ("/tmp", .notExecutable("/tmp"), 126),
    ])
    func `what cannot start says why and has the shells' exit code`(
        _ name: String,
        _ error: LaunchError,
        _ code: Int32,
    ) {
        #expect(throws: error) { try Command([name]) }
        #expect(error.exitCode == code)
    }

    @Test func `without input the command reads the end at once`() async throws {
        let command = try Command(["cat"])
        #expect(try await command.exit() == .exited(0))
        #expect(command.output.isEmpty)
    }

    @Test func `the environment is exactly the one given`() async throws {
        let command = try Command(["env"], environment: ["GENBOARD_TASK_ID=a b=c", "LANG=C"])
        _ = try await command.exit()
        #expect(String(decoding: command.output, as: UTF8.self) == "GENBOARD_TASK_ID=a b=c\nLANG=C\n")
    }

    @Test func `signals blocked or ignored here are not so in the command`() async throws {
        signal(SIGPIPE, SIG_IGN)
        var blocked = sigset_t()
        var before = sigset_t()
        unsafe sigemptyset(&blocked)
        unsafe sigaddset(&blocked, SIGUSR1)
        unsafe sigaddset(&blocked, SIGTERM)
        unsafe pthread_sigmask(SIG_BLOCK, &blocked, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        let command = try Command(["sed", "-En", "s/^Sig(Blk|Ign):\\t//p", "/proc/self/status"])
        _ = try await command.exit()
        let masks = String(decoding: command.output, as: UTF8.self).split(separator: "\n").map {
            UInt64($0, radix: 16)
        }
        // Above 31 lie the signals that the C library keeps for itself.
        #expect(masks.map { $0.map { $0 & 0x7FFF_FFFF } } == [0, 0])
    }

    @Test func `a command sees nothing of another's pipes`() async throws {
        let first = try Command(script: "readlink /proc/$$/fd/1; exec sleep 300")
        try await first.printed(lines: 1)
        let second = try Command(script: "readlink /proc/$$/fd/*")
        _ = try await second.exit()
        let pipe = String(decoding: first.output, as: UTF8.self)
        #expect(pipe.hasPrefix("pipe:"))
        #expect(!String(decoding: second.output, as: UTF8.self).contains(pipe))
        first.cancel(grace: .seconds(5))
        try await first.released()
    }

    @Test func `fifty commands leave no descriptor behind`() async throws {
        func openDescriptors() throws -> Int {
            let names = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
            let targets = names.compactMap {
                try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
            }
            return targets.count { $0.hasPrefix("pipe:") || $0.contains("pidfd") }
        }
        let before = try openDescriptors()
        for number in 0..<50 {
            let command = try Command(script: "exit \(number)")
            #expect(try await command.exit() == .exited(Int32(number)))
            #expect(throws: LaunchError.self) { try Command(["no-such-command-anywhere"]) }
        }
        // Commands of other tests may run just now, a few at a time.
        #expect(try openDescriptors() < before + 50)
    }
}
