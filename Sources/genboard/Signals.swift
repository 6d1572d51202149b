import Foundation

/// Signals, waited for on the main thread; all threads that start later have them blocked too.
struct Signals {
    private let set: sigset_t

    /// Blocks the signals that ask a program to end.
    ///
    /// Called before any thread is started.
    init() {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in [SIGINT, SIGTERM, SIGHUP] { unsafe sigaddset(&set, signal) }
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        self.set = set
    }

    /// Sleeps until one comes.
    func wait() -> Int32 {
        var set = set
        var signal: Int32 = 0
        while unsafe sigwait(&set, &signal) != 0 {}
        return signal
    }
}
