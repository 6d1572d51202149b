/// A command that does the tasks of one type, as the configuration declares it.
package struct Generator: Sendable, Equatable {
    /// What becomes of a task whose command ended with the server.
    package enum AfterRestart: String, Sendable, CaseIterable {
        /// It fails as `server_restarted`.
        case fail
        /// It is begun again, as its next attempt.
        case retry
    }

    package static let standardGrace: Duration = .seconds(10)
    package static let standardAttempts = 3

    package let type: String
    /// The program, looked up in the PATH, and its arguments.
    package let command: [String]
    /// Of its commands at a time; at least 1.
    package let concurrency: Int
    /// A command that takes longer is ended, and its task fails; nil waits for ever.
    package let timeout: Duration?
    /// From SIGTERM to SIGKILL.
    package let grace: Duration
    package let afterRestart: AfterRestart
    /// Attempts after which a task is not begun again by itself.
    package let attempts: Int

    package init(
        type: String,
        command: [String],
        concurrency: Int = 1,
        timeout: Duration? = nil,
        grace: Duration = Generator.standardGrace,
        afterRestart: AfterRestart = .fail,
        attempts: Int = Generator.standardAttempts,
    ) {
        self.type = type
        self.command = command
        self.concurrency = max(1, concurrency)
        self.timeout = timeout
        self.grace = grace
        self.afterRestart = afterRestart
        self.attempts = attempts
    }
}
