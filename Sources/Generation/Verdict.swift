import Glibc
package import JSON

/// How a task ends whose command has exited: by the command's own word, and otherwise by its exit code (PROTOCOL.md section 3).
package enum Verdict: Sendable, Equatable {
    case completed(result: JSONValue)
    case failed(error: String)

    /// - Parameters:
    ///   - outcome: What the command said of its end, if anything.
    ///   - lastLines: Its last log lines, which explain a failure.
    package init(_ outcome: OutputInterpreter.Event?, _ status: ExitStatus, lastLines: [String]) {
        self =
            switch (outcome, status) {
            case (.failed(let error), _): .failed(error: error)
            case (.finished(let result), .exited(0)): .completed(result: result)
            case (_, .exited(0)): .completed(result: ["exit_code": 0])
            default: .failed(error: ([Verdict.words(for: status)] + lastLines).joined(separator: "\n"))
            }
    }

    private static func words(for status: ExitStatus) -> String {
        switch status {
        case .exited(let code): "exit code \(code)"
        case .signalled(let number): "ended by signal \(number) (\(unsafe String(cString: strsignal(number))))"
        }
    }
}
