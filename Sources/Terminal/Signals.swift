import CLinux
import CNcurses
import Glibc

/// What a signal asks of the program that owns the terminal.
enum TerminalSignal {
    case end(LoopEnd)
    case stop
    case resume
    case resize
}

/// The signals of a terminal, read from a descriptor like any other input.
struct Signals: ~Copyable {
    /// These end the program, and may interrupt ncurses when the terminal does not take what it writes.
    static let ending = [SIGHUP, SIGINT, SIGTERM]
    static let all = ending + [SIGTSTP, SIGCONT, SIGWINCH]

    let descriptor: Int32

    init() throws(TerminalError) {
        Signals.block(Signals.all)
        var set = Signals.set(Signals.all)
        descriptor = unsafe signalfd(-1, &set, Int32(SFD_NONBLOCK | SFD_CLOEXEC))
        guard descriptor >= 0 else { throw .system(unsafe String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    /// Those that have come; the kernel keeps at most one of each.
    func take() -> [TerminalSignal] {
        var taken: [TerminalSignal] = []
        var info = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        while unsafe Glibc.read(descriptor, &info, size) == size {
            switch Int32(info.ssi_signo) {
            case SIGWINCH: taken.append(.resize)
            case SIGTSTP: taken.append(.stop)
            case SIGCONT: taken.append(.resume)
            case let ending: taken.append(.end(LoopEnd(signal: ending)))
            }
        }
        return taken
    }

    /// Stops the process until the shell continues it; at once back where no shell could (an orphaned process group).
    ///
    /// - Parameter wholeJob: also what the shell started together with this process, as Ctrl-Z does by itself
    ///   when it is not read as a key.
    static func stop(wholeJob: Bool) {
        kill(wholeJob ? 0 : getpid(), SIGTSTP)
        unblock([SIGTSTP])
        block([SIGTSTP])
        var continued = set([SIGCONT])
        var noTime = timespec()
        _ = unsafe sigtimedwait(&continued, nil, &noTime)
    }

    static func block(_ signals: [Int32]) { change(SIG_BLOCK, signals) }

    static func unblock(_ signals: [Int32]) { change(SIG_UNBLOCK, signals) }

    private static func change(_ how: Int32, _ signals: [Int32]) {
        var set = set(signals)
        _ = unsafe pthread_sigmask(how, &set, nil)
    }

    private static func set(_ signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        _ = unsafe sigemptyset(&set)
        for signal in signals { _ = unsafe sigaddset(&set, signal) }
        return set
    }
}
