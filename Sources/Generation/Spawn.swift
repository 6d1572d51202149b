import CLinux
import Glibc

/// Starts a program as the leader of a new process group, with clean signals and no descriptor it is not meant to have.
struct Spawn {
    let process: pid_t
    /// The pidfd, readable once the process has ended.
    let exit: Int32
    /// The reading ends of its two pipes; they do not block.
    let output: Int32
    let errors: Int32

    /// Starts the first argument, looked up in the PATH; `input` is the descriptor that becomes standard input.
    init(_ arguments: [String], environment: [String], input: Int32) throws(LaunchError) {
        let command = arguments.first ?? ""
        let (outputRead, outputWrite) = try Spawn.pipe(command)
        defer { close(outputWrite) }
        let errorsRead: Int32
        let errorsWrite: Int32
        do throws(LaunchError) {
            (errorsRead, errorsWrite) = try Spawn.pipe(command)
        } catch {
            close(outputRead)
            throw error
        }
        defer { close(errorsWrite) }
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, outputWrite, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, errorsWrite, 2)
        Spawn.configure(&attributes)
        var pid: pid_t = 0
        let failure = unsafe Spawn.withCStrings(arguments) { arguments in
            unsafe Spawn.withCStrings(environment) { environment in
                unsafe posix_spawnp(&pid, command, &actions, &attributes, arguments, environment)
            }
        }
        guard failure == 0 else {
            close(outputRead)
            close(errorsRead)
            throw LaunchError(failure, command: command)
        }
        exit = linux_pidfd_open(pid)
        guard exit >= 0 else {
            let reason = errno
            close(outputRead)
            close(errorsRead)
            Spawn.undo(pid)
            throw LaunchError(reason, command: command)
        }
        process = pid
        output = outputRead
        errors = errorsRead
    }

    /// A process that cannot be watched must not run.
    private static func undo(_ process: pid_t) {
        kill(-process, SIGKILL)
        waitpid(process, nil, 0)
    }

    private static func pipe(_ command: String) throws(LaunchError) -> (reading: Int32, writing: Int32) {
        var reading: Int32 = -1
        var writing: Int32 = -1
        guard unsafe linux_pipe(&reading, &writing) == 0 else { throw LaunchError(errno, command: command) }
        return (reading, writing)
    }

    /// A group of its own, no signal blocked, every signal at its default.
    private static func configure(_ attributes: inout posix_spawnattr_t) {
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    }

    private static func withCStrings<Result>(
        _ strings: [String],
        _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result,
    ) -> Result {
        var copies = unsafe strings.map { unsafe strdup($0) } + [nil]
        defer { unsafe copies.forEach { unsafe free($0) } }
        return unsafe body(&copies)
    }
}
