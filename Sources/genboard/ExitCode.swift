/// What genboard exits with; documented in its help.
enum ExitCode {
    static let success: Int32 = 0
    static let failure: Int32 = 1
    static let usage: Int32 = 2
    static let cancelled: Int32 = 3
    static let timeout: Int32 = 4
    static let unreachable: Int32 = 5

    /// Each code and what it says; 130 is what shells make of Ctrl-C.
    static let meanings: [(term: String, meaning: String)] = [
        ("\(success)", "done"),
        ("\(failure)", "the server refused, or a task failed"),
        ("\(usage)", "the command line or the configuration file is wrong"),
        ("\(cancelled)", "the task was cancelled"),
        ("\(timeout)", "time ran out"),
        ("\(unreachable)", "no server answers"),
        ("130", "interrupted"),
    ]
}
